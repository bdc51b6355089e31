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
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.Rejection;
import io.github.socketserver.transport.DatagramChannels;
import io.github.socketserver.transport.Packet;
import io.github.socketserver.transport.PacketRequest;

/**
 * A server of UDP datagrams. Python: {@code UDPServer}, and with the default options
 * {@code ThreadingUDPServer}.
 */
public class UdpServer extends BaseServer {

	// A stop must not wait for the end of a flood of datagrams that are dropped
	private static final int MOST_DROPPED = 64;

	private final MulticastMembership multicast;

	private volatile @Nullable DatagramChannel socket;

	private volatile @Nullable EagerSource<Packet> source;

	// One byte more than is delivered tells a truncated datagram from one that fits
	private ByteBuffer buffer = ByteBuffer.allocate(0);

	/**
	 * Create a server with one handler for all requests.
	 * @param address the address to bind
	 * @param handler the handler
	 * @throws IllegalArgumentException if the handler cannot be shared
	 */
	public UdpServer(SocketAddress address, Handler<? super DatagramRequest> handler) {
		this(address, handler, ServerOptions.defaults());
	}

	/**
	 * Create a server with one handler for all requests.
	 * @param address the address to bind
	 * @param handler the handler
	 * @param options the options
	 * @throws IllegalArgumentException if the handler cannot be shared or UDP has not
	 * such an option
	 */
	public UdpServer(SocketAddress address, Handler<? super DatagramRequest> handler, ServerOptions options) {
		this(ServerType.UDP, address, HandlerFactory.<DatagramRequest>shared(handler), options);
	}

	/**
	 * Create a server with a handler for each request.
	 * @param address the address to bind
	 * @param handlers gives the handlers
	 */
	public UdpServer(SocketAddress address, Supplier<? extends Handler<? super DatagramRequest>> handlers) {
		this(address, handlers, ServerOptions.defaults());
	}

	/**
	 * Create a server with a handler for each request.
	 * @param address the address to bind
	 * @param handlers gives the handlers
	 * @param options the options
	 * @throws IllegalArgumentException if UDP has not such an option
	 */
	public UdpServer(SocketAddress address, Supplier<? extends Handler<? super DatagramRequest>> handlers,
			ServerOptions options) {
		this(ServerType.UDP, address, handlers::get, options);
	}

	UdpServer(ServerType type, SocketAddress address, HandlerFactory<DatagramRequest> handlers, ServerOptions options) {
		super(type, address, handlers, options);
		this.multicast = new MulticastMembership(options, address);
	}

	/**
	 * Send a datagram from the server's address. Safe in any thread.
	 * @param data the bytes to send
	 * @param target where to
	 * @throws IOException if it cannot be sent
	 * @throws IllegalStateException if the server is not started
	 */
	public void send(byte[] data, SocketAddress target) throws IOException {
		DatagramChannels.send(requireSocket(), ByteBuffer.wrap(data), target);
	}

	@Override
	protected void serverBind() throws IOException {
		DatagramChannel socket = InetAddresses.open(this.multicast.family(), DatagramChannel::open,
				DatagramChannel::open);
		this.socket = socket;
		Boolean reuseAddress = options().allowReuseAddress();
		socket.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress != null && reuseAddress);
		SocketOptions.setReusePort(socket, options().allowReusePort());
		SocketOptions.setIfConfigured(socket, StandardSocketOptions.SO_RCVBUF, options().receiveBufferSize());
		SocketOptions.setIfConfigured(socket, StandardSocketOptions.SO_SNDBUF, options().sendBufferSize());
		socket.setOption(StandardSocketOptions.SO_BROADCAST, options().broadcast());
		SocketOptions.customize(socket, hooks().customizers());
		socket.bind(InetAddresses.check(serverAddress(), this.multicast.family()));
		this.multicast.join(socket);
		bound(socket.getLocalAddress());
	}

	@Override
	protected SelectableChannel channel() {
		return requireSocket();
	}

	@Override
	RequestSource openSource() throws IOException {
		DatagramChannel socket = requireSocket();
		this.buffer = ByteBuffer.allocateDirect(options().maxPacketSize() + 1);
		EagerSource<Packet> source = new EagerSource<>(super.openSource(), () -> receive(socket), (packet) -> {
		});
		this.source = source;
		return source;
	}

	@Override
	protected @Nullable Request getRequest() throws IOException {
		for (int i = 0; i < MOST_DROPPED; i++) {
			Packet packet = receive();
			if (packet == null) {
				return null;
			}
			if (!packet.truncated() || options().truncated() == Truncated.DELIVER) {
				return taken(
						new PacketRequest(context(), packet.data(), packet.truncated(), packet.client(), this::send));
			}
			listeners().datagramDropped(this, Rejection.TRUNCATED);
		}
		return null;
	}

	/**
	 * Receive a datagram.
	 * @return the datagram, or {@code null} if there is none
	 * @throws IOException if the socket fails
	 */
	@Nullable Packet receive() throws IOException {
		EagerSource<Packet> source = this.source;
		return (source != null) ? source.poll() : null;
	}

	private @Nullable Packet receive(DatagramChannel socket) throws IOException {
		SocketAddress client = socket.receive(this.buffer.clear());
		if (client == null) {
			return null;
		}
		this.buffer.flip();
		int limit = options().maxPacketSize();
		boolean truncated = this.buffer.remaining() > limit;
		byte[] data = new byte[Math.min(this.buffer.remaining(), limit)];
		this.buffer.get(data);
		return new Packet(data, truncated, client);
	}

	@Override
	protected void serverClose() throws IOException {
		DatagramChannel socket = this.socket;
		if (socket != null) {
			socket.close();
		}
	}

	@Override
	boolean repliesThroughSocket() {
		return true;
	}

	private DatagramChannel requireSocket() {
		DatagramChannel socket = this.socket;
		if (socket == null) {
			throw notBound();
		}
		return socket;
	}

	final IllegalStateException notBound() {
		return new IllegalStateException("Server '%s' is not bound".formatted(name()));
	}

}
