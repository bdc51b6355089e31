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
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.transport.ConnectionRequest;
import io.github.socketserver.transport.RequestContext;

/**
 * A server of TCP connections. Python: {@code TCPServer}, and with the default options
 * {@code ThreadingTCPServer}.
 */
public class TcpServer extends BaseServer {

	private final StreamListener listener;

	private volatile @Nullable ServerSocketChannel socket;

	private volatile @Nullable EagerSource<SocketChannel> source;

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
		super(type, address, handlers, options.forThreads());
		this.listener = new TcpListener();
	}

	/**
	 * Create a server of connections over TCP, or over a Unix socket if the address is a
	 * path, for handlers of another kind of request.
	 * @param address the address to bind
	 * @param options the options
	 * @param handlers gives the handlers, which must take what
	 * {@link #createRequest(RequestContext, SocketChannel)} returns
	 * @throws IllegalArgumentException if such a server has not such an option
	 */
	protected TcpServer(SocketAddress address, ServerOptions options, HandlerFactory<?> handlers) {
		super((address instanceof UnixDomainSocketAddress) ? ServerType.UNIX_STREAM : ServerType.TCP, address, handlers,
				options);
		this.listener = (address instanceof UnixDomainSocketAddress) ? new UnixListener() : new TcpListener();
	}

	@Override
	protected void serverBind() throws IOException {
		ServerSocketChannel socket = this.listener.open(options());
		this.socket = socket;
		SocketOptions.setIfConfigured(socket, StandardSocketOptions.SO_RCVBUF, options().receiveBufferSize());
		SocketOptions.customize(socket, hooks().customizers());
		bound(this.listener.bind(socket, serverAddress(), options()));
	}

	@Override
	protected SelectableChannel channel() {
		return requireSocket();
	}

	@Override
	RequestSource openSource() throws IOException {
		ServerSocketChannel socket = requireSocket();
		EagerSource<SocketChannel> source = new EagerSource<>(super.openSource(), socket::accept, TcpServer::close);
		this.source = source;
		return source;
	}

	private static void close(SocketChannel channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			// the descriptor is closed all the same, see close(2)
		}
	}

	@Override
	protected @Nullable Request getRequest() throws IOException {
		EagerSource<SocketChannel> source = this.source;
		SocketChannel channel = (source != null) ? source.poll() : null;
		if (channel == null) {
			return null;
		}
		try {
			this.listener.configure(channel, options());
			return taken(createRequest(context(), channel));
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Make a request of an accepted connection. Runs on the serving thread.
	 * @param context what it has in common with the server's other requests
	 * @param channel the connection, in blocking mode
	 * @return the request
	 * @throws IOException if the connection is closed already
	 */
	protected StreamRequest createRequest(RequestContext context, SocketChannel channel) throws IOException {
		ConnectionRequest request = new ConnectionRequest(context, channel);
		taken(request);
		return request;
	}

	@Override
	protected void serverClose() throws IOException {
		ServerSocketChannel socket = this.socket;
		try {
			this.listener.release();
		}
		finally {
			if (socket != null) {
				socket.close();
			}
		}
	}

	private ServerSocketChannel requireSocket() {
		ServerSocketChannel socket = this.socket;
		if (socket == null) {
			throw new IllegalStateException("Server '%s' is not bound".formatted(name()));
		}
		return socket;
	}

}
