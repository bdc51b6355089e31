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
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.StreamRequest;

/**
 * A connection whose streams block, TCP or Unix.
 */
public final class ConnectionRequest extends AbstractRequest implements StreamRequest {

	private final Link link;

	private final ConnectionDeadlines deadlines;

	private final InputState inputState;

	private final ChannelInput source;

	private final ChannelOutput sink;

	private final HeldOutput held;

	private final RequestInputStream input;

	private final RequestOutputStream output;

	/**
	 * Create a request.
	 * @param context what it has in common with the server's other requests
	 * @param channel the accepted channel, in blocking mode
	 * @throws IOException if the channel is closed
	 */
	public ConnectionRequest(RequestContext context, SocketChannel channel) throws IOException {
		this(context, channel, new byte[0], new byte[0]);
	}

	/**
	 * Create a request of a connection that somebody else has begun to serve.
	 * @param context what it has in common with the server's other requests
	 * @param channel the accepted channel, in blocking mode
	 * @param unread what was read from it and is to be read again
	 * @param unsent what is to be sent before anything else
	 * @throws IOException if the channel is closed
	 */
	public ConnectionRequest(RequestContext context, SocketChannel channel, byte[] unread, byte[] unsent)
			throws IOException {
		this(context, new SocketLink(channel), unread, unsent);
	}

	/**
	 * Create a request of a connection over something else than the client's socket.
	 * @param context what it has in common with the server's other requests
	 * @param link what its streams are over
	 */
	public ConnectionRequest(RequestContext context, Link link) {
		this(context, link, new byte[0], new byte[0]);
	}

	private ConnectionRequest(RequestContext context, Link link, byte[] unread, byte[] unsent) {
		super(context);
		this.link = link;
		this.deadlines = new ConnectionDeadlines(context.timeouts());
		this.inputState = new InputState(this.deadlines);
		this.sink = new ChannelOutput(link, link::shutdownOutput, this.deadlines);
		this.held = new HeldOutput(this.sink, context.buffers(), unsent);
		this.source = new ChannelInput(link, unread, this.inputState, this.deadlines, this.held);
		this.input = new RequestInputStream(this.source, context.charset(), context.maxFrameLength(),
				context.buffers().readSize(), this.inputState);
		this.output = new RequestOutputStream(this.held, context.charset());
	}

	@Override
	public SocketAddress clientAddress() {
		return this.link.clientAddress();
	}

	@Override
	public SocketAddress localAddress() {
		return this.link.localAddress(server());
	}

	@Override
	public Optional<Principal> principal() {
		return this.link.principal();
	}

	@Override
	public RequestInputStream input() {
		return this.input;
	}

	@Override
	public RequestOutputStream output() {
		return this.output;
	}

	@Override
	public long bytesReceived() {
		return this.source.count();
	}

	@Override
	public long bytesSent() {
		return this.sink.count();
	}

	@Override
	public void setTimeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout: %s (expected: 0 or more)".formatted(timeout));
		}
		this.deadlines.setTimeout(timeout);
		this.link.timeoutChanged(timeout);
	}

	@Override
	public <T> void setOption(SocketOption<T> name, T value) throws IOException {
		this.link.setOption(name, value);
	}

	@Override
	public void handledBy(Thread thread) {
		this.held.setOwner(isDetached() ? null : thread);
	}

	@Override
	public void detach() {
		super.detach();
		this.held.setOwner(null);
		flushQuietly();
	}

	@Override
	public void complete() throws IOException {
		this.held.flush();
	}

	@Override
	public void shutdownOutput() {
		flushQuietly();
		try {
			this.link.shutdownOutput();
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	@Override
	public void endWhenIdle() {
		if (this.inputState.end()) {
			shutdownInput();
		}
	}

	@Override
	public void expire(long now) {
		if (this.deadlines.expireRead(now)) {
			shutdownInput();
		}
		if (this.deadlines.expireWrite(now)) {
			// only this ends a write; the handler closes the request
			closeTransport();
		}
	}

	private void shutdownInput() {
		try {
			this.link.shutdownInput();
		}
		catch (IOException ex) {
			// the client is gone: the wait has ended
		}
	}

	@Override
	protected boolean hasThrown(Throwable failure) {
		return failure == this.source.failure() || failure == this.sink.failure()
				|| failure == this.inputState.failure();
	}

	/**
	 * Send what is held. A failure is that of a client that is gone.
	 */
	public void flushQuietly() {
		try {
			this.held.flush();
		}
		catch (IOException ex) {
			// the client is gone, and the output remembers it
		}
	}

	@Override
	protected void closeTransport() {
		if (this.held.isOwnedByCaller()) {
			flushQuietly();
		}
		try {
			this.link.close();
		}
		catch (IOException ex) {
			// the descriptor is closed all the same, see close(2)
		}
	}

}
