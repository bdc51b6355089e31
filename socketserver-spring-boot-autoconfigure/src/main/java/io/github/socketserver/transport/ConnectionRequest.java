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
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

import jdk.net.ExtendedSocketOptions;

import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.StreamRequest;

/**
 * A connection over a blocking channel, TCP or Unix.
 */
public final class ConnectionRequest extends AbstractRequest implements StreamRequest {

	private final SocketChannel channel;

	private final SocketAddress clientAddress;

	private final SocketAddress localAddress;

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
		super(context);
		this.channel = channel;
		this.clientAddress = channel.getRemoteAddress();
		this.localAddress = channel.getLocalAddress();
		this.deadlines = new ConnectionDeadlines(context.timeouts());
		this.inputState = new InputState(this.deadlines);
		this.sink = new ChannelOutput(channel, channel::shutdownOutput, this.deadlines);
		this.held = new HeldOutput(this.sink, context.buffers());
		this.source = new ChannelInput(channel, this.inputState, this.deadlines, this.held);
		this.input = new RequestInputStream(this.source, context.charset(), context.maxFrameLength(),
				context.buffers().readSize(), this.inputState);
		this.output = new RequestOutputStream(this.held, context.charset());
	}

	@Override
	public SocketAddress clientAddress() {
		return this.clientAddress;
	}

	@Override
	public SocketAddress localAddress() {
		// the kernel knows a published socket file by its temporary name
		return (this.localAddress instanceof UnixDomainSocketAddress) ? server().serverAddress() : this.localAddress;
	}

	@Override
	public Optional<Principal> principal() {
		if (!(this.localAddress instanceof UnixDomainSocketAddress)) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Optional.empty();
		}
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
	}

	@Override
	public <T> void setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
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
			this.channel.shutdownOutput();
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
			this.channel.shutdownInput();
		}
		catch (IOException ex) {
			// the client is gone: the wait has ended
		}
	}

	@Override
	boolean hasThrown(Throwable failure) {
		return failure == this.source.failure() || failure == this.sink.failure()
				|| failure == this.inputState.failure();
	}

	private void flushQuietly() {
		try {
			this.held.flush();
		}
		catch (IOException ex) {
			// the client is gone, and the output remembers it
		}
	}

	@Override
	void closeTransport() {
		if (this.held.isOwnedByCaller()) {
			flushQuietly();
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// the descriptor is closed all the same, see close(2)
		}
	}

}
