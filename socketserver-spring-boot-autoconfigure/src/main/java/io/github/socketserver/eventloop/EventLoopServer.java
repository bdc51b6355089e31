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

package io.github.socketserver.eventloop;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Supplier;

import io.github.socketserver.Connection;
import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.transport.RequestContext;

/**
 * A server whose connections share a few threads, over TCP, or over a Unix socket if its
 * address is a path. Python: the {@code select()} strategy that the documentation of
 * {@code SocketServer} describes.
 * <p>
 * Requests are admitted on the serving thread; everything after that, error handlers and
 * listeners included, runs on a loop and must not block. Interceptors are not for such a
 * server, since no single call serves a connection.
 */
public class EventLoopServer extends TcpServer {

	private static final List<String> UNSUPPORTED_OPTIONS = List.of("daemon-threads", "block-on-close",
			"read-buffer-size", "write-buffer-size");

	private final EventLoopGroup group;

	/**
	 * Create a server.
	 * @param address the address to bind
	 * @param protocols gives a protocol for each connection
	 */
	public EventLoopServer(SocketAddress address, Supplier<? extends StreamProtocol> protocols) {
		this(address, protocols, ServerOptions.defaults());
	}

	/**
	 * Create a server.
	 * @param address the address to bind
	 * @param protocols gives a protocol for each connection
	 * @param options the options
	 * @throws IllegalArgumentException if such a server has not such an option
	 */
	public EventLoopServer(SocketAddress address, Supplier<? extends StreamProtocol> protocols, ServerOptions options) {
		this(address, protocols, options, EventLoopGroup.shared());
	}

	/**
	 * Create a server.
	 * @param address the address to bind
	 * @param protocols gives a protocol for each connection
	 * @param options the options
	 * @param group the loops
	 * @throws IllegalArgumentException if such a server has not such an option
	 */
	public EventLoopServer(SocketAddress address, Supplier<? extends StreamProtocol> protocols, ServerOptions options,
			EventLoopGroup group) {
		super(address, check(options), (HandlerFactory<Connection>) () -> begin(protocols.get()));
		this.group = group;
	}

	private static ServerOptions check(ServerOptions options) {
		if (options.processor() != null) {
			throw new InvalidServerOptionException("processor", null, "An event-loop server has its own strategy");
		}
		for (String option : UNSUPPORTED_OPTIONS) {
			if (options.explicit().contains(option)) {
				throw new InvalidServerOptionException(option, null, "An event loop has no such option");
			}
		}
		return options;
	}

	private static Handler<Connection> begin(StreamProtocol protocol) {
		return (connection) -> {
			connection.setProtocol(protocol);
			protocol.connectionMade(connection);
		};
	}

	/**
	 * Set the hooks that are called beside this server's own methods.
	 * @throws IllegalArgumentException if there are interceptors among them
	 */
	@Override
	public void setHooks(ServerHooks hooks) {
		if (!hooks.interceptors().isEmpty()) {
			throw new IllegalArgumentException(
					"Server '%s' runs on an event loop, where no single call serves a connection: it cannot have interceptors"
						.formatted(name()));
		}
		super.setHooks(hooks);
	}

	@Override
	protected RequestProcessor createProcessor() {
		return new EventLoopProcessor(this.group);
	}

	@Override
	protected StreamRequest createRequest(RequestContext context, SocketChannel channel) throws IOException {
		return new LoopConnection(context, channel, options().writeHighWaterMark(), options().maxPendingWrite());
	}

}
