/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketserver.transport;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Netty's native transport, which has the Unix datagram sockets that the JDK has not. It
 * is an optional dependency: this type does not need it, so {@link #require} comes before
 * the ones that do.
 */
public enum NativeTransport {

	/**
	 * That of Linux.
	 */
	EPOLL("linux", "io.netty.channel.epoll.EpollDomainDatagramChannel"),

	/**
	 * That of macOS.
	 */
	KQUEUE("osx", "io.netty.channel.kqueue.KQueueDomainDatagramChannel");

	private final String system;

	private final String className;

	NativeTransport(String system, String className) {
		this.system = system;
		this.className = className;
	}

	/**
	 * Return the transport of this platform.
	 * @param classLoader has to have its classes
	 * @return the transport, which works
	 * @throws MissingTransportException if there is none
	 */
	public static NativeTransport require(@Nullable ClassLoader classLoader) throws MissingTransportException {
		return require(System.getProperty("os.name"), System.getProperty("os.arch"), classLoader);
	}

	static NativeTransport require(String system, String architecture, @Nullable ClassLoader classLoader)
			throws MissingTransportException {
		String lowerCase = system.toLowerCase(Locale.ROOT);
		NativeTransport transport = lowerCase.startsWith("linux") ? EPOLL : lowerCase.startsWith("mac") ? KQUEUE : null;
		if (transport == null) {
			throw new MissingTransportException(
					"Unix datagram sockets need Netty's native transport, which %s does not have".formatted(system),
					"Run the server on Linux or macOS, or declare it with a port instead of a path.");
		}
		if (!isPresent(transport.className, classLoader)) {
			throw transport.missing(architecture, "is not on the class path");
		}
		Throwable cause = NettyChannels.of(transport).unavailabilityCause();
		if (cause != null) {
			MissingTransportException missing = transport.missing(architecture, "cannot be loaded: " + cause);
			missing.initCause(cause);
			throw missing;
		}
		return transport;
	}

	private MissingTransportException missing(String architecture, String reason) {
		String dependency = "io.netty:netty-transport-native-%s:%s-%s".formatted(name().toLowerCase(Locale.ROOT),
				this.system, classifier(architecture));
		return new MissingTransportException("Unix datagram sockets need Netty's native transport, which " + reason,
				"Add the dependency '%s', which is group, artifact and classifier; Spring Boot manages its version."
					.formatted(dependency));
	}

	private static String classifier(String architecture) {
		return switch (architecture) {
			case "amd64", "x86_64" -> "x86_64";
			case "aarch64", "arm64" -> "aarch_64";
			default -> architecture;
		};
	}

	private static boolean isPresent(String className, @Nullable ClassLoader classLoader) {
		try {
			Class.forName(className, false, classLoader);
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

}
