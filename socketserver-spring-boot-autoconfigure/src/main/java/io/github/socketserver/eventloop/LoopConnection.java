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
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Connection;
import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.transport.AbstractRequest;
import io.github.socketserver.transport.ConnectionRequest;
import io.github.socketserver.transport.Peer;
import io.github.socketserver.transport.RequestContext;

/**
 * A connection of an event-loop server: what protocols and hooks see of it. What happens
 * on the loop is {@link LoopTransport}'s.
 */
final class LoopConnection extends AbstractRequest implements Connection {

	private final SocketChannel channel;

	private final Peer peer;

	private final LoopInput in;

	private final LoopOutput out;

	private final LoopDeadlines deadlines;

	private @Nullable RequestOutputStream output;

	private volatile @Nullable LoopTransport transport;

	private volatile @Nullable ConnectionRequest blocking;

	/**
	 * Create a connection, which no loop serves yet.
	 * @param context what it has in common with the server's other requests
	 * @param channel the accepted channel
	 * @param highWaterMark how many pending bytes stop the reading
	 * @param maxPending how many pending bytes a write may find
	 * @throws IOException if the channel is closed
	 */
	LoopConnection(RequestContext context, SocketChannel channel, int highWaterMark, int maxPending)
			throws IOException {
		super(context);
		this.channel = channel;
		this.peer = new Peer(channel);
		this.in = new LoopInput(context.maxFrameLength());
		this.out = new LoopOutput(channel, highWaterMark, maxPending);
		this.deadlines = new LoopDeadlines(context.timeouts());
	}

	/**
	 * Let a loop serve this connection.
	 * @param loop the loop
	 * @param pipeline what is to be done with it
	 * @throws IOException if the channel is closed
	 */
	void serve(EventLoop loop, RequestPipeline pipeline) throws IOException {
		this.channel.configureBlocking(false);
		LoopTransport transport = new LoopTransport(this, this.channel, loop, pipeline, this.in, this.out,
				this.deadlines);
		this.transport = transport;
		if (!loop.execute(transport::open)) {
			this.transport = null;
			throw new RejectedExecutionException("The loop has ended");
		}
	}

	private LoopTransport requireTransport() {
		LoopTransport transport = this.transport;
		if (transport == null) {
			throw new IllegalStateException("No loop serves this connection yet");
		}
		return transport;
	}

	@Override
	public SocketAddress clientAddress() {
		return this.peer.clientAddress();
	}

	@Override
	public SocketAddress localAddress() {
		return this.peer.localAddress(server());
	}

	@Override
	public Optional<Principal> principal() {
		return this.peer.principal();
	}

	@Override
	public boolean write(ByteBuffer data) {
		ConnectionRequest blocking = this.blocking;
		if (blocking != null) {
			return writeBlocking(blocking, data);
		}
		LoopTransport transport = this.transport;
		return (transport != null) ? transport.write(data) : this.out.write(data, false);
	}

	private static boolean writeBlocking(ConnectionRequest blocking, ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		try {
			blocking.output().write(bytes);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public boolean write(byte[] data) {
		return write(ByteBuffer.wrap(data));
	}

	@Override
	public boolean write(String text) {
		return write(text.getBytes(context().charset()));
	}

	@Override
	public void pauseReading() {
		requireTransport().pauseReading();
	}

	@Override
	public void resumeReading() {
		requireTransport().resumeReading();
	}

	@Override
	public ByteBuffer unread() {
		return this.in.unread();
	}

	@Override
	public void setProtocol(StreamProtocol protocol) {
		requireTransport().setProtocol(protocol);
	}

	@Override
	public void execute(Runnable task) {
		requireTransport().execute(task);
	}

	@Override
	public RequestInputStream input() {
		ConnectionRequest blocking = this.blocking;
		if (blocking == null) {
			throw new IllegalStateException(
					"A connection on an event loop has no input stream: it comes to dataReceived, or detach() first");
		}
		return blocking.input();
	}

	@Override
	public synchronized RequestOutputStream output() {
		ConnectionRequest blocking = this.blocking;
		if (blocking != null) {
			return blocking.output();
		}
		if (this.output == null) {
			this.output = new RequestOutputStream(new LoopOutputStream(this), context().charset());
		}
		return this.output;
	}

	/**
	 * Tell the client, when everything is sent, that nothing more will come.
	 */
	void halfClose() throws IOException {
		ConnectionRequest blocking = this.blocking;
		LoopTransport transport = this.transport;
		if (blocking != null) {
			blocking.output().close();
		}
		else if (transport != null) {
			transport.halfClose();
		}
		else {
			this.channel.shutdownOutput();
		}
	}

	@Override
	public void setTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: %s (expected: 0 or more)".formatted(timeout));
		}
		this.deadlines.setTimeout(timeout);
		ConnectionRequest blocking = this.blocking;
		if (blocking != null) {
			blocking.setTimeout(timeout);
		}
	}

	@Override
	public <T> void setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
	}

	@Override
	public long bytesReceived() {
		ConnectionRequest blocking = this.blocking;
		return this.in.count() + ((blocking != null) ? blocking.bytesReceived() : 0);
	}

	@Override
	public long bytesSent() {
		ConnectionRequest blocking = this.blocking;
		return this.out.count() + ((blocking != null) ? blocking.bytesSent() : 0);
	}

	@Override
	public void detach() {
		LoopTransport transport = requireTransport();
		if (isDetached()) {
			return;
		}
		if (!transport.loop().isCurrentThread()) {
			throw new IllegalStateException("Only the thread of its loop can detach a connection: use execute");
		}
		super.detach();
		Leftovers leftovers = transport.detach();
		try {
			this.channel.configureBlocking(true);
			ConnectionRequest blocking = new ConnectionRequest(context().withoutClose(), this.channel,
					leftovers.unread(), leftovers.unsent());
			blocking.setTimeout(this.deadlines.timeout());
			this.blocking = blocking;
		}
		catch (IOException ex) {
			close();
		}
	}

	@Override
	public boolean isOpen() {
		LoopTransport transport = this.transport;
		return super.isOpen() && (transport == null || isDetached() || !transport.isClosing());
	}

	@Override
	public void close() {
		LoopTransport transport = this.transport;
		ConnectionRequest blocking = this.blocking;
		if (blocking != null) {
			blocking.flushQuietly();
		}
		if (transport == null || isDetached() || !transport.close()) {
			super.close();
		}
	}

	@Override
	public void abort() {
		LoopTransport transport = this.transport;
		if (transport != null) {
			transport.abort();
		}
		super.close();
	}

	@Override
	public void complete() {
		// the protocol goes on
	}

	@Override
	public void shutdownOutput() {
		try {
			this.channel.shutdownOutput();
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	@Override
	public void endWhenIdle() {
		ConnectionRequest blocking = this.blocking;
		LoopTransport transport = this.transport;
		if (blocking != null) {
			blocking.endWhenIdle();
		}
		else if (transport != null) {
			transport.endWhenIdle();
		}
	}

	@Override
	public void expire(long now) {
		ConnectionRequest blocking = this.blocking;
		LoopTransport transport = this.transport;
		if (blocking != null) {
			blocking.expire(now);
		}
		else if (transport != null) {
			transport.expire(now);
		}
	}

	@Override
	protected boolean hasThrown(Throwable failure) {
		ConnectionRequest blocking = this.blocking;
		LoopTransport transport = this.transport;
		return failure instanceof FrameTooLongException || (transport != null && failure == transport.failure())
				|| (blocking != null && blocking.isConnectionFailure(failure));
	}

	@Override
	protected void closeTransport() {
		ConnectionRequest blocking = this.blocking;
		if (blocking != null) {
			blocking.close();
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// the descriptor is closed all the same, see close(2)
		}
	}

}
