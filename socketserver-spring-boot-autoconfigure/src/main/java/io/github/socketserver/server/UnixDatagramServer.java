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
import java.nio.file.Path;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.transport.NativeTransport;
import io.github.socketserver.transport.Packet;
import io.github.socketserver.transport.UnixDatagramChannel;
import io.github.socketserver.transport.UnixSocketFile;

/**
 * A server of datagrams over a Unix socket. Python: {@code UnixDatagramServer}. The JDK
 * has no such sockets: this server needs Netty's native transport, such as
 * {@code io.netty:netty-transport-native-epoll:linux-x86_64}.
 * <p>
 * A client that has not bound its socket has the empty path as its address, and cannot be
 * replied to. One that has a name in the abstract namespace of unix(7) has an address
 * that shows it as {@code @name}.
 * <p>
 * The file of the socket is removed when the server closes, and one that a killed server
 * has left is removed when it starts. A live socket, and any file that is no socket, is
 * left alone and fails the start.
 */
public class UnixDatagramServer extends UdpServer {

	private volatile @Nullable UnixDatagramChannel channel;

	private volatile @Nullable UnixSocketFile file;

	/**
	 * Create a server with one handler for all requests.
	 * @param path the path of the socket
	 * @param handler the handler
	 * @throws IllegalArgumentException if the handler cannot be shared
	 */
	public UnixDatagramServer(Path path, Handler<? super DatagramRequest> handler) {
		this(path, handler, ServerOptions.defaults());
	}

	/**
	 * Create a server with one handler for all requests.
	 * @param path the path of the socket
	 * @param handler the handler
	 * @param options the options
	 * @throws IllegalArgumentException if the handler cannot be shared or Unix datagram
	 * sockets have not such an option
	 */
	public UnixDatagramServer(Path path, Handler<? super DatagramRequest> handler, ServerOptions options) {
		super(ServerType.UNIX_DATAGRAM, UnixDomainSocketAddress.of(path),
				HandlerFactory.<DatagramRequest>shared(handler), options);
	}

	/**
	 * Create a server with a handler for each request.
	 * @param path the path of the socket
	 * @param handlers gives the handlers
	 */
	public UnixDatagramServer(Path path, Supplier<? extends Handler<? super DatagramRequest>> handlers) {
		this(path, handlers, ServerOptions.defaults());
	}

	/**
	 * Create a server with a handler for each request.
	 * @param path the path of the socket
	 * @param handlers gives the handlers
	 * @param options the options
	 * @throws IllegalArgumentException if Unix datagram sockets have not such an option
	 */
	public UnixDatagramServer(Path path, Supplier<? extends Handler<? super DatagramRequest>> handlers,
			ServerOptions options) {
		super(ServerType.UNIX_DATAGRAM, UnixDomainSocketAddress.of(path), handlers::get, options);
	}

	@Override
	protected void serverBind() throws IOException {
		NativeTransport transport = NativeTransport.require(UnixDatagramServer.class.getClassLoader());
		UnixDatagramChannel channel = UnixDatagramChannel.open(transport, "socketserver-%s-receiver".formatted(name()),
				options().maxPacketSize());
		this.channel = channel;
		SocketOptions.setIfConfigured(channel, StandardSocketOptions.SO_SNDBUF, options().sendBufferSize());
		SocketOptions.customize(channel, hooks().customizers());
		Path path = ((UnixDomainSocketAddress) serverAddress()).getPath();
		this.file = UnixSocketFile.bind(path, options().pathPermissions(), channel::bind);
	}

	@Override
	RequestSource openSource() {
		return new UnixDatagramSource(requireChannel());
	}

	@Override
	@Nullable Packet receive() throws IOException {
		return requireChannel().receive();
	}

	@Override
	public void send(byte[] data, SocketAddress target) throws IOException {
		requireChannel().send(data, target);
	}

	@Override
	protected void serverClose() throws IOException {
		UnixSocketFile file = this.file;
		this.file = null;
		UnixDatagramChannel channel = this.channel;
		try {
			if (file != null) {
				file.delete();
			}
		}
		finally {
			if (channel != null) {
				channel.close();
			}
		}
	}

	private UnixDatagramChannel requireChannel() {
		UnixDatagramChannel channel = this.channel;
		if (channel == null) {
			throw notBound();
		}
		return channel;
	}

}
