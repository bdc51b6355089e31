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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.IdleGate;
import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;

/**
 * A datagram that was received on a server's socket. That socket is shared, so closing
 * the request closes nothing.
 */
public final class PacketRequest extends AbstractRequest implements DatagramRequest {

	private static final AtomicLongFieldUpdater<PacketRequest> BYTES_SENT = AtomicLongFieldUpdater
		.newUpdater(PacketRequest.class, "bytesSent");

	private final byte[] packet;

	private final boolean truncated;

	private final SocketAddress clientAddress;

	private final DatagramSender sender;

	// Made when a handler asks for them: most only use packet() and reply()
	private @Nullable RequestInputStream input;

	private @Nullable RequestOutputStream output;

	private @Nullable ByteArrayOutputStream written;

	private volatile long bytesSent;

	private volatile @Nullable IOException failure;

	/**
	 * Create a request.
	 * @param context what it has in common with the server's other requests
	 * @param packet the bytes of the datagram, which are not copied again
	 * @param truncated whether the datagram was longer
	 * @param clientAddress where it came from, the only place where replies go
	 * @param sender sends replies
	 */
	public PacketRequest(RequestContext context, byte[] packet, boolean truncated, SocketAddress clientAddress,
			DatagramSender sender) {
		super(context);
		this.packet = packet;
		this.truncated = truncated;
		this.clientAddress = clientAddress;
		this.sender = sender;
	}

	@Override
	public SocketAddress clientAddress() {
		return this.clientAddress;
	}

	@Override
	public SocketAddress localAddress() {
		return server().serverAddress();
	}

	@Override
	public byte[] packet() {
		return this.packet;
	}

	@Override
	public boolean isTruncated() {
		return this.truncated;
	}

	@Override
	public synchronized RequestInputStream input() {
		if (this.input == null) {
			this.input = new RequestInputStream(new ByteArrayInputStream(this.packet), context().charset(),
					context().maxFrameLength(), Math.max(1, this.packet.length), new PacketGate());
		}
		return this.input;
	}

	@Override
	public synchronized RequestOutputStream output() {
		if (this.output == null) {
			this.written = new ByteArrayOutputStream();
			this.output = new RequestOutputStream(this.written, context().charset());
		}
		return this.output;
	}

	@Override
	public void reply(byte[] data) throws IOException {
		try {
			this.sender.send(data, this.clientAddress);
		}
		catch (ConnectException ex) {
			this.failure = ex;
			throw ex;
		}
		BYTES_SENT.addAndGet(this, data.length);
	}

	@Override
	public void reply(String text) throws IOException {
		reply(text.getBytes(context().charset()));
	}

	@Override
	public long bytesReceived() {
		return this.packet.length;
	}

	@Override
	public long bytesSent() {
		return this.bytesSent;
	}

	@Override
	public void complete() throws IOException {
		ByteArrayOutputStream written = written();
		if (written != null && written.size() > 0 && isOpen()) {
			reply(written.toByteArray());
		}
	}

	private synchronized @Nullable ByteArrayOutputStream written() {
		return this.written;
	}

	@Override
	public void shutdownOutput() {
		// a datagram has no half
	}

	@Override
	public void endWhenIdle() {
		// a datagram has been read in full
	}

	@Override
	public void expire(long now) {
		// nothing waits for a client here
	}

	@Override
	protected boolean hasThrown(Throwable failure) {
		return failure == this.failure;
	}

	@Override
	protected void closeTransport() {
		// the socket is the server's
	}

	/**
	 * A datagram is there in full, so nobody waits for a message.
	 */
	private final class PacketGate implements IdleGate {

		@Override
		public boolean enter() {
			return true;
		}

		@Override
		public boolean leave() {
			return true;
		}

		@Override
		public void failed(IOException failure) {
			PacketRequest.this.failure = failure;
		}

	}

}
