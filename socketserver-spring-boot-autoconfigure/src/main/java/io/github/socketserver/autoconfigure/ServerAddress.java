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

package io.github.socketserver.autoconfigure;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.server.ServerType;

/**
 * Where a server listens, as its properties say.
 *
 * @param type the kind of server
 * @param address where it listens
 * @param family the family that the address must have, or {@code null} for any
 */
record ServerAddress(ServerType type, SocketAddress address, @Nullable StandardProtocolFamily family) {

	static ServerAddress of(ServerProperties properties, ServerDefaultsProperties defaults,
			ConfigurationFailure failure) {
		boolean datagram = (properties.getSocketType() == SocketType.DATAGRAM);
		if (properties.getPath() != null) {
			return unix(properties, properties.getPath(), datagram, failure);
		}
		if (properties.getAddressFamily() == AddressFamily.UNIX) {
			throw failure.property("address-family", "A Unix socket has a path, and none is set.",
					"Set '%s'.".formatted(failure.name("path")));
		}
		if (properties.getPort() == null) {
			throw failure.server("neither its port nor its path is set.",
					"Set '%s' for a TCP or UDP server, 0 for any free port, or '%s' for a Unix socket."
						.formatted(failure.name("port"), failure.name("path")));
		}
		return inet(properties, defaults, properties.getPort(), datagram, failure);
	}

	private static ServerAddress inet(ServerProperties properties, ServerDefaultsProperties defaults, int port,
			boolean datagram, ConfigurationFailure failure) {
		if (port < 0 || port > 0xFFFF) {
			throw failure.property("port", "There is no such port.", "Set it to 0 to 65535, 0 for any free port.");
		}
		InetAddress address = properties.getAddress();
		InetSocketAddress socketAddress = (address != null) ? new InetSocketAddress(address, port)
				: new InetSocketAddress(port);
		AddressFamily family = (properties.getAddressFamily() != null) ? properties.getAddressFamily()
				: defaults.getAddressFamily();
		if (family == AddressFamily.INET && address instanceof Inet6Address) {
			if (properties.getAddressFamily() != null) {
				throw failure.property("address-family",
						"But '%s' is an IPv6 address.".formatted(failure.name("address")),
						"Remove it, or set it to 'inet6'.");
			}
			family = null;
		}
		return new ServerAddress((datagram) ? ServerType.UDP : ServerType.TCP, socketAddress,
				(family != null && family != AddressFamily.UNIX) ? family.protocolFamily() : null);
	}

	private static ServerAddress unix(ServerProperties properties, String path, boolean datagram,
			ConfigurationFailure failure) {
		if (properties.getPort() != null || properties.getAddress() != null) {
			throw failure.property("path", "A server listens on a path or on a port, not on both.",
					"Remove '%s', or '%s' and '%s'.".formatted(failure.name("path"), failure.name("port"),
							failure.name("address")));
		}
		if (properties.getAddressFamily() != null && properties.getAddressFamily() != AddressFamily.UNIX) {
			throw failure.property("address-family", "A server with a path has the family 'unix'.",
					"Remove it, or set '%s' instead of the path.".formatted(failure.name("port")));
		}
		return new ServerAddress((datagram) ? ServerType.UNIX_DATAGRAM : ServerType.UNIX_STREAM,
				UnixDomainSocketAddress.of(path), null);
	}

}
