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
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.util.unit.DataSize;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.eventloop.EventLoopGroup;
import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.forking.Forking;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.server.UdpServer;
import io.github.socketserver.server.UnixDatagramServer;
import io.github.socketserver.server.UnixStreamServer;

/**
 * Makes a server of its properties.
 */
final class ServerFactory {

	private final ServerDefaultsProperties defaults;

	private final EventLoopGroup eventLoops;

	private final ServerHandlers handlers;

	private final ForkingFactory forking;

	ServerFactory(ServerDefaultsProperties defaults, EventLoopGroup eventLoops, ServerHandlers handlers,
			ForkingFactory forking) {
		this.defaults = defaults;
		this.eventLoops = eventLoops;
		this.handlers = handlers;
		this.forking = forking;
	}

	/**
	 * Create a server.
	 * @param name its name
	 * @param properties its properties
	 * @param address where it listens
	 * @param concurrency where its requests are processed
	 * @param handler its handler
	 * @param failure makes the exceptions
	 * @return the server
	 */
	BaseServer create(String name, ServerProperties properties, ServerAddress address, Concurrency concurrency,
			HandlerDefinition handler, ConfigurationFailure failure) {
		ServerSettings settings = new ServerSettings(properties, this.defaults,
				(key) -> address.type().supports(key) && concurrency.supports(key));
		try {
			ServerOptionsBuilder options = options(name, settings, address, failure);
			if (concurrency == Concurrency.FORKING) {
				Forking forking = this.forking.create(name, settings, handler, failure);
				return create(address, forking::handler, options.processor(forking::processor).build());
			}
			ForkingFactory.refuseChildKeys(properties, failure);
			if (concurrency == Concurrency.SYNCHRONOUS) {
				refuseThreadKeys(properties, failure);
				options.synchronous();
			}
			Supplier<Object> handlers = this.handlers.supplier(handler);
			return (concurrency == Concurrency.EVENT_LOOP) ? new EventLoopServer(address.address(),
					() -> (StreamProtocol) handlers.get(), options.build(), this.eventLoops)
					: create(address, handlers, options.build());
		}
		catch (InvalidServerOptionException ex) {
			throw failure.property(ex.getOption(), ex.getReason() + ".",
					(ex.getValue() != null) ? "Correct it, or remove it to have the default." : "Remove it.");
		}
	}

	/**
	 * Choose where requests are processed.
	 * @param properties the properties of the server
	 * @param handler its handler
	 * @param failure makes the exceptions
	 * @return its own value, or else the common one if it fits the handler
	 */
	Concurrency concurrency(ServerProperties properties, HandlerDefinition handler, ConfigurationFailure failure) {
		boolean protocol = handler.protocol();
		Concurrency concurrency = properties.getConcurrency();
		if (concurrency != null && protocol != (concurrency == Concurrency.EVENT_LOOP)) {
			throw failure.property("concurrency",
					(protocol) ? "But its handler is a StreamProtocol, which only an event loop serves."
							: "But its handler is no StreamProtocol, and an event loop serves nothing else.",
					"Remove it, or give the server another handler.");
		}
		if (protocol) {
			return Concurrency.EVENT_LOOP;
		}
		Concurrency common = this.defaults.getConcurrency();
		return (concurrency != null) ? concurrency
				: (common != null && common != Concurrency.EVENT_LOOP) ? common : Concurrency.THREADING;
	}

	// the caller has compared the handler's kind of request with the type of the server
	@SuppressWarnings("unchecked")
	private static BaseServer create(ServerAddress address, Supplier<?> handlers, ServerOptions options) {
		Supplier<Handler<StreamRequest>> streamHandlers = () -> (Handler<StreamRequest>) handlers.get();
		Supplier<Handler<DatagramRequest>> datagramHandlers = () -> (Handler<DatagramRequest>) handlers.get();
		return switch (address.type()) {
			case TCP -> new TcpServer(address.address(), streamHandlers, options);
			case UDP -> new UdpServer(address.address(), datagramHandlers, options);
			case UNIX_STREAM -> new UnixStreamServer(path(address), streamHandlers, options);
			case UNIX_DATAGRAM -> new UnixDatagramServer(path(address), datagramHandlers, options);
		};
	}

	private static Path path(ServerAddress address) {
		return ((UnixDomainSocketAddress) address.address()).getPath();
	}

	private static ServerOptionsBuilder options(String name, ServerSettings settings, ServerAddress address,
			ConfigurationFailure failure) {
		ServerOptionsBuilder options = ServerOptions.builder().name(name);
		if (address.family() != null) {
			options.addressFamily(address.family());
		}
		mapSocket(settings, options, failure);
		mapMulticast(settings.own().getMulticast(), options);
		mapRequests(settings, options);
		return options;
	}

	private static void mapSocket(ServerSettings settings, ServerOptionsBuilder options, ConfigurationFailure failure) {
		settings.map("path-permissions", ServerDefaultsProperties::getPathPermissions,
				(permissions) -> options.pathPermissions(pathPermissions(permissions, failure)));
		settings.map("request-queue-size", ServerDefaultsProperties::getRequestQueueSize, options::requestQueueSize);
		settings.map("allow-reuse-address", ServerDefaultsProperties::getAllowReuseAddress, options::allowReuseAddress);
		settings.map("allow-reuse-port", ServerDefaultsProperties::getAllowReusePort, options::allowReusePort);
		settings.map("disable-nagle-algorithm", ServerDefaultsProperties::getDisableNagleAlgorithm,
				options::disableNagleAlgorithm);
		settings.map("keep-alive", ServerDefaultsProperties::getKeepAlive, options::keepAlive);
		settings.map("receive-buffer-size", ServerDefaultsProperties::getReceiveBufferSize,
				(size) -> options.receiveBufferSize(toInt(size)));
		settings.map("send-buffer-size", ServerDefaultsProperties::getSendBufferSize,
				(size) -> options.sendBufferSize(toInt(size)));
		settings.map("max-packet-size", ServerDefaultsProperties::getMaxPacketSize,
				(size) -> options.maxPacketSize(toInt(size)));
		settings.map("truncated", ServerDefaultsProperties::getTruncated, options::truncated);
		settings.map("broadcast", ServerDefaultsProperties::getBroadcast, options::broadcast);
	}

	private static void mapMulticast(ServerProperties.Multicast multicast, ServerOptionsBuilder options) {
		if (multicast.getGroups() != null) {
			options.multicastGroups(multicast.getGroups());
		}
		if (multicast.getNetworkInterface() != null) {
			options.multicastInterface(multicast.getNetworkInterface());
		}
	}

	private static void mapRequests(ServerSettings settings, ServerOptionsBuilder options) {
		settings.map("charset", ServerDefaultsProperties::getCharset, options::charset);
		settings.map("max-frame-length", ServerDefaultsProperties::getMaxFrameLength,
				(size) -> options.maxFrameLength(toInt(size)));
		settings.map("read-buffer-size", ServerDefaultsProperties::getReadBufferSize,
				(size) -> options.readBufferSize(toInt(size)));
		settings.map("write-buffer-size", ServerDefaultsProperties::getWriteBufferSize,
				(size) -> options.writeBufferSize(toInt(size)));
		settings.map("write-high-water-mark", ServerDefaultsProperties::getWriteHighWaterMark,
				(size) -> options.writeHighWaterMark(toInt(size)));
		settings.map("max-pending-write", ServerDefaultsProperties::getMaxPendingWrite,
				(size) -> options.maxPendingWrite(toInt(size)));
		settings.map("timeout", ServerDefaultsProperties::getTimeout, options::timeout);
		settings.map("idle-timeout", ServerDefaultsProperties::getIdleTimeout, options::idleTimeout);
		settings.map("request-timeout", ServerDefaultsProperties::getRequestTimeout, options::requestTimeout);
		settings.map("daemon-threads", ServerDefaultsProperties::getDaemonThreads, options::daemonThreads);
		settings.map("block-on-close", ServerDefaultsProperties::getBlockOnClose, options::blockOnClose);
		settings.map("max-connections", ServerDefaultsProperties::getMaxConnections, options::maxConnections);
		settings.map("overflow", ServerDefaultsProperties::getOverflow, options::overflow);
		settings.map("shutdown-grace-period", ServerDefaultsProperties::getShutdownGracePeriod,
				options::shutdownGracePeriod);
	}

	private static void refuseThreadKeys(ServerProperties properties, ConfigurationFailure failure) {
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
