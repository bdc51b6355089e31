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

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;

/**
 * A Unix datagram socket, which the JDK does not have: a channel of Netty on a thread of
 * its own that reads a datagram only when asked, so that the others stay in the kernel's
 * queue, where their senders notice that it is full.
 */
public final class UnixDatagramChannel implements NetworkChannel {

	private final NativeTransport transport;

	private final SingleThreadIoEventLoop eventLoop;

	private final UnixChannel channel;

	private final Socket socket;

	private final UnixDatagramSender sender;

	private final int maxPacketSize;

	// Only the event loop reads into it
	private final ByteBuffer buffer;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Received> received = new ArrayDeque<>();

	private boolean reading;

	private boolean woken;

	private volatile boolean closed;

	private volatile @Nullable SocketAddress localAddress;

	private UnixDatagramChannel(NativeTransport transport, SingleThreadIoEventLoop eventLoop, UnixChannel channel,
			int maxPacketSize) {
		this.transport = transport;
		this.eventLoop = eventLoop;
		this.channel = channel;
		this.socket = (Socket) channel.fd();
		this.sender = new UnixDatagramSender(this.socket);
		this.maxPacketSize = maxPacketSize;
		this.buffer = ByteBuffer.allocateDirect(maxPacketSize + 1);
	}

	/**
	 * Open a channel.
	 * @param transport who has it
	 * @param threadName the name of its thread
	 * @param maxPacketSize how many bytes of a datagram are received
	 * @return the channel
	 * @throws IOException if it cannot be opened
	 */
	public static UnixDatagramChannel open(NativeTransport transport, String threadName, int maxPacketSize)
			throws IOException {
		UnixChannel channel = NettyChannels.of(transport).openDatagramChannel();
		ThreadFactory threads = (task) -> newThread(task, threadName);
		SingleThreadIoEventLoop eventLoop = new SingleThreadIoEventLoop(null, threads,
				NettyChannels.of(transport).newHandlerFactory());
		UnixDatagramChannel opened = new UnixDatagramChannel(transport, eventLoop, channel, maxPacketSize);
		channel.config()
			.setAutoRead(false)
			// one byte more tells a truncated datagram from one that fits
			.setRecvByteBufAllocator(new FixedRecvByteBufAllocator(maxPacketSize + 1).maxMessagesPerRead(1));
		channel.pipeline().addLast(opened.new Receiver());
		opened.await(eventLoop.register(channel));
		return opened;
	}

	private static Thread newThread(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public UnixDatagramChannel bind(@Nullable SocketAddress address) throws IOException {
		if (!(address instanceof UnixDomainSocketAddress unixAddress)) {
			throw new SocketException("Expected the path of a Unix socket");
		}
		await(this.channel.bind(new DomainSocketAddress(unixAddress.getPath().toString())));
		this.localAddress = address;
		return this;
	}

	private void await(ChannelFuture future) throws IOException {
		Throwable cause = future.awaitUninterruptibly().cause();
		if (cause != null) {
			close();
			throw (cause instanceof IOException io) ? io : new IOException(cause);
		}
	}

	@Override
	public @Nullable SocketAddress getLocalAddress() {
		return this.localAddress;
	}

	@Override
	public <T> UnixDatagramChannel setOption(SocketOption<T> name, T value) throws IOException {
		if (name.equals(StandardSocketOptions.SO_SNDBUF)) {
			this.socket.setSendBufferSize((Integer) value);
		}
		else {
			throw new UnsupportedOperationException("'%s' not supported".formatted(name));
		}
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		if (name.equals(StandardSocketOptions.SO_SNDBUF)) {
			// Linux tells twice what was set, and the JDK's channels make up for that
			int size = this.socket.getSendBufferSize();
			return name.type().cast((this.transport == NativeTransport.EPOLL) ? size / 2 : size);
		}
		throw new UnsupportedOperationException("'%s' not supported".formatted(name));
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of(StandardSocketOptions.SO_SNDBUF);
	}

	/**
	 * Wait until a datagram can be received.
	 * @param nanos how long to wait at most; zero only looks
	 * @return whether there is one; {@code false} if woken or too late
	 * @throws IOException if this is closed
	 */
	public boolean await(long nanos) throws IOException {
		if (nanos <= 0) {
			look();
		}
		this.lock.lock();
		try {
			if (this.received.isEmpty() && !this.reading && nanos > 0 && !this.woken) {
				this.reading = true;
				this.channel.read();
			}
			await(nanos, true);
			return !this.received.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until woken, and leave datagrams where they are.
	 * @param nanos how long to wait at most
	 * @throws IOException if this is closed
	 */
	public void pause(long nanos) throws IOException {
		this.lock.lock();
		try {
			await(nanos, false);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long nanos, boolean forDatagrams) throws IOException {
		boolean interrupted = false;
		long left = nanos;
		try {
			while (!this.woken && !this.closed && left > 0 && !(forDatagrams && !this.received.isEmpty())) {
				try {
					left = this.changed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
		this.woken = false;
		if (this.closed) {
			throw new ClosedChannelException();
		}
	}

	/**
	 * End the wait that goes on, or else the next one.
	 */
	public void wake() {
		this.lock.lock();
		try {
			this.woken = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Receive a datagram if one is there.
	 * @return the datagram, or {@code null}
	 * @throws IOException if that fails
	 */
	public @Nullable Packet receive() throws IOException {
		Received next = poll();
		if (next == null) {
			look();
			next = poll();
		}
		if (next == null) {
			return null;
		}
		if (next.failure() != null) {
			throw new SocketException(String.valueOf(next.failure().getMessage()));
		}
		return next.packet();
	}

	private @Nullable Received poll() {
		this.lock.lock();
		try {
			return this.received.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void look() {
		try {
			// The event loop may be reading: who else reads has to do it there
			this.eventLoop.submit(this::receiveNow).awaitUninterruptibly();
		}
		catch (RejectedExecutionException ex) {
			// closed, so there is nothing
		}
	}

	private void receiveNow() {
		if (hasReceived() || this.closed) {
			return;
		}
		try {
			DomainDatagramSocketAddress client = this.socket.recvFromDomainSocket(this.buffer, 0,
					this.buffer.capacity());
			if (client != null) {
				add(packet(this.buffer.clear().limit(client.receivedAmount()), client), null);
			}
		}
		catch (IOException ex) {
			add(null, ex);
		}
	}

	private boolean hasReceived() {
		this.lock.lock();
		try {
			return !this.received.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Packet packet(ByteBuffer data, DomainSocketAddress client) {
		boolean truncated = data.remaining() > this.maxPacketSize;
		byte[] bytes = new byte[Math.min(data.remaining(), this.maxPacketSize)];
		data.get(bytes);
		return new Packet(bytes, truncated, NativeUnixAddress.of(client.path()));
	}

	private void add(@Nullable Packet packet, @Nullable Throwable failure) {
		this.lock.lock();
		try {
			this.received.add(new Received(packet, failure));
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send a datagram, and wait while the queue of its receiver is full.
	 * @param data the bytes of the datagram
	 * @param target where to
	 * @throws ConnectException if the receiver has gone, or does not receive
	 * @throws IOException if it cannot be sent
	 */
	public void send(byte[] data, SocketAddress target) throws IOException {
		this.sender.send(data, target);
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public void close() {
		markClosed();
		this.sender.close(() -> this.channel.close().awaitUninterruptibly());
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
	}

	private void markClosed() {
		this.sender.markClosed();
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A datagram, or why there is none.
	 *
	 * @param packet the datagram
	 * @param failure why it could not be received
	 */
	private record Received(@Nullable Packet packet, @Nullable Throwable failure) {

	}

	/**
	 * Takes the datagram that was asked for. Runs on the event loop.
	 */
	private final class Receiver extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			DomainDatagramPacket datagram = (DomainDatagramPacket) message;
			try {
				read(packet(datagram.content().nioBuffer(), datagram.sender()), null);
			}
			finally {
				datagram.release();
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			read(null, cause);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			markClosed();
		}

		private void read(@Nullable Packet packet, @Nullable Throwable failure) {
			UnixDatagramChannel.this.lock.lock();
			try {
				UnixDatagramChannel.this.reading = false;
				add(packet, failure);
			}
			finally {
				UnixDatagramChannel.this.lock.unlock();
			}
		}

	}

}
