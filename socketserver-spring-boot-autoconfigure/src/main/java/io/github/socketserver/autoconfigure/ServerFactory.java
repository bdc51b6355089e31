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

import java.net.UnixDomainSocketAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.server.UdpServer;
import io.github.socketserver.server.UnixStreamServer;

/**
 * Makes servers of their properties.
 */
final class ServerFactory {

	private final ThreadingProcessorFactory threading;

	private final ServerHooks hooks;

	private final Duration defaultGracePeriod;

	ServerFactory(ThreadingProcessorFactory threading, ServerHooks hooks, Duration defaultGracePeriod) {
		this.threading = threading;
		this.hooks = hooks;
		this.defaultGracePeriod = defaultGracePeriod;
	}

	BaseServer create(String name, SocketServerProperties.Server properties, ServerAddress address,
			Supplier<Handler<?>> handlers, ConfigurationFailure failure) {
		try {
			BaseServer server = create(address, handlers, options(name, properties, failure));
			server.setHooks(this.hooks);
			return server;
		}
		catch (InvalidServerOptionException ex) {
			throw failure.property(ex.getOption(), ex.getReason() + ".",
					"Remove '%s', or set it right.".formatted(failure.name(ex.getOption())));
		}
	}

	// the caller has compared the handler's kind of request with the type of the server
	@SuppressWarnings("unchecked")
	private static BaseServer create(ServerAddress address, Supplier<Handler<?>> handlers, ServerOptions options) {
		Supplier<Handler<StreamRequest>> streamHandlers = () -> (Handler<StreamRequest>) handlers.get();
		return switch (address.type()) {
			case TCP -> new TcpServer(address.address(), streamHandlers, options);
			case UDP -> new UdpServer(address.address(), () -> (Handler<DatagramRequest>) handlers.get(), options);
			case UNIX_STREAM ->
				new UnixStreamServer(((UnixDomainSocketAddress) address.address()).getPath(), streamHandlers, options);
		};
	}

	private ServerOptions options(String name, SocketServerProperties.Server properties, ConfigurationFailure failure) {
		ServerOptionsBuilder options = ServerOptions.builder().name(name).shutdownGracePeriod(this.defaultGracePeriod);
		PropertyMapper map = PropertyMapper.get();
		map.from(properties::getAddressFamily).as(AddressFamily::protocolFamily).to(options::addressFamily);
		map.from(properties::getPathPermissions)
			.as((permissions) -> pathPermissions(permissions, failure))
			.to(options::pathPermissions);
		map.from(properties::getCharset).to(options::charset);
		map.from(properties::getRequestQueueSize).to(options::requestQueueSize);
		map.from(properties::getAllowReuseAddress).to(options::allowReuseAddress);
		map.from(properties::getAllowReusePort).to(options::allowReusePort);
		map.from(properties::getDisableNagleAlgorithm).to(options::disableNagleAlgorithm);
		map.from(properties::getKeepAlive).to(options::keepAlive);
		map.from(properties::getReceiveBufferSize).as(ServerFactory::toInt).to(options::receiveBufferSize);
		map.from(properties::getSendBufferSize).as(ServerFactory::toInt).to(options::sendBufferSize);
		map.from(properties::getMaxFrameLength).as(ServerFactory::toInt).to(options::maxFrameLength);
		map.from(properties::getMaxPacketSize).as(ServerFactory::toInt).to(options::maxPacketSize);
		map.from(properties::getMaxConnections).to(options::maxConnections);
		map.from(properties::getOverflow).to(options::overflow);
		map.from(properties::getShutdownGracePeriod).to(options::shutdownGracePeriod);
		if (properties.getConcurrency() == Concurrency.SYNCHRONOUS) {
			refuseThreadOptions(properties, failure);
			return options.synchronous().build();
		}
		boolean daemon = Boolean.TRUE.equals(properties.getDaemonThreads());
		options.daemonThreads(daemon);
		map.from(properties::getBlockOnClose).to(options::blockOnClose);
		String threadNamePrefix = "socketserver-%s-".formatted(name);
		return options.processor(() -> this.threading.create(threadNamePrefix, daemon)).build();
	}

	private static void refuseThreadOptions(SocketServerProperties.Server properties, ConfigurationFailure failure) {
		String key = (properties.getDaemonThreads() != null) ? "daemon-threads"
				: (properties.getBlockOnClose() != null) ? "block-on-close" : null;
		if (key != null) {
			throw failure.property(key, "A synchronous server has no threads.",
					"Remove it, or set '%s' to 'threading'.".formatted(failure.name("concurrency")));
		}
	}

	private static Set<PosixFilePermission> pathPermissions(String permissions, ConfigurationFailure failure) {
		try {
			return PosixFilePermissions.fromString(permissions);
		}
		catch (IllegalArgumentException ex) {
			throw failure.property("path-permissions", "These are no file permissions.",
					"Set it to nine letters as ls(1) shows them, such as 'rw-rw----'.");
		}
	}

	private static int toInt(DataSize size) {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
	}

}
