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

package io.github.socketserver.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.transport.ConnectionRequest;

/**
 * A server of TCP connections. Python: {@code TCPServer}, and with the default options
 * {@code ThreadingTCPServer}.
 */
public class TcpServer extends BaseServer {

	private volatile @Nullable ServerSocketChannel listener;

	/**
	 * Create a server with one handler for all requests.
	 * @param address the address to bind
	 * @param handler the handler
	 * @throws IllegalArgumentException if the handler cannot be shared
	 */
	public TcpServer(SocketAddress address, Handler<? super StreamRequest> handler) {
		this(address, handler, ServerOptions.defaults());
	}

	/**
	 * Create a server with one handler for all requests.
	 * @param address the address to bind
	 * @param handler the handler
	 * @param options the options
	 * @throws IllegalArgumentException if the handler cannot be shared or TCP has not
	 * such an option
	 */
	public TcpServer(SocketAddress address, Handler<? super StreamRequest> handler, ServerOptions options) {
		this(ServerType.TCP, address, HandlerFactory.<StreamRequest>shared(handler), options);
	}

	/**
	 * Create a server with a handler for each request.
	 * @param address the address to bind
	 * @param handlers gives the handlers
	 */
	public TcpServer(SocketAddress address, Supplier<? extends Handler<? super StreamRequest>> handlers) {
		this(address, handlers, ServerOptions.defaults());
	}

	/**
	 * Create a server with a handler for each request.
	 * @param address the address to bind
	 * @param handlers gives the handlers
	 * @param options the options
	 * @throws IllegalArgumentException if TCP has not such an option
	 */
	public TcpServer(SocketAddress address, Supplier<? extends Handler<? super StreamRequest>> handlers,
			ServerOptions options) {
		this(ServerType.TCP, address, handlers::get, options);
	}

	TcpServer(ServerType type, SocketAddress address, HandlerFactory<StreamRequest> handlers, ServerOptions options) {
		super(type, address, handlers, options);
	}

	@Override
	protected void serverBind() throws IOException {
		ServerSocketChannel listener = open();
		this.listener = listener;
		SocketOptions.setIfConfigured(listener, StandardSocketOptions.SO_RCVBUF, options().receiveBufferSize());
		SocketOptions.customize(listener, hooks().customizers());
		bind(listener, options().requestQueueSize());
	}

	ServerSocketChannel open() throws IOException {
		ServerSocketChannel listener = InetAddresses.open(options().addressFamily(), ServerSocketChannel::open,
				ServerSocketChannel::open);
		this.listener = listener;
		Boolean reuseAddress = options().allowReuseAddress();
		listener.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress == null || reuseAddress);
		SocketOptions.setReusePort(listener, options().allowReusePort());
		return listener;
	}

	void bind(ServerSocketChannel listener, int backlog) throws IOException {
		listener.bind(InetAddresses.check(serverAddress(), options().addressFamily()), backlog);
		bound(listener.getLocalAddress());
	}

	@Override
	RequestSource openSource() throws IOException {
		return SelectorSource.open(requireListener(), SelectionKey.OP_ACCEPT);
	}

	@Override
	protected @Nullable Request getRequest() throws IOException {
		SocketChannel channel = requireListener().accept();
		if (channel == null) {
			return null;
		}
		try {
			configure(channel);
			return taken(new ConnectionRequest(context(), channel));
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	void configure(SocketChannel channel) throws IOException {
		channel.setOption(StandardSocketOptions.TCP_NODELAY, options().disableNagleAlgorithm());
		channel.setOption(StandardSocketOptions.SO_KEEPALIVE, options().keepAlive());
		SocketOptions.setIfConfigured(channel, StandardSocketOptions.SO_SNDBUF, options().sendBufferSize());
	}

	@Override
	void closeSocket() throws IOException {
		ServerSocketChannel listener = this.listener;
		if (listener != null) {
			listener.close();
		}
	}

	private ServerSocketChannel requireListener() {
		ServerSocketChannel listener = this.listener;
		if (listener == null) {
			throw new IllegalStateException("Server '%s' is not bound".formatted(name()));
		}
		return listener;
	}

}
