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
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.Packet;

/**
 * Waits for the datagrams of a non-blocking channel. It first tries to receive one, and
 * waits only if there is none: under load no system call but the receiving itself is
 * needed for a datagram.
 */
final class DatagramSource implements RequestSource {

	// One that fails a few times still gets its datagram
	private static final int MOST_REFUSALS = 100;

	private final DatagramChannel socket;

	private final RequestSource waiting;

	private final int maxPacketSize;

	// One byte more than is delivered tells a truncated datagram from one that fits
	private final ByteBuffer buffer;

	private @Nullable SocketAddress client;

	private @Nullable IOException failure;

	private int refusals;

	private boolean bypassed;

	/**
	 * Create a source.
	 * @param socket the channel
	 * @param waiting waits until the channel can be read
	 * @param maxPacketSize how many bytes of a datagram are received
	 */
	DatagramSource(DatagramChannel socket, RequestSource waiting, int maxPacketSize) {
		this.socket = socket;
		this.waiting = waiting;
		this.maxPacketSize = maxPacketSize;
		this.buffer = ByteBuffer.allocateDirect(maxPacketSize + 1);
	}

	@Override
	public boolean await(Deadline deadline) throws IOException {
		if (this.bypassed) {
			return this.waiting.await(deadline);
		}
		return fill() || (this.waiting.await(deadline) && fill());
	}

	private boolean fill() {
		if (!isFilled()) {
			try {
				this.client = this.socket.receive(this.buffer.clear());
			}
			catch (IOException ex) {
				// belongs to who polls
				this.failure = ex;
			}
		}
		return isFilled();
	}

	private boolean isFilled() {
		return this.client != null || this.failure != null;
	}

	/**
	 * Return the datagram that {@link #await(Deadline)} has found, and else one that is
	 * there now.
	 * @return the datagram, or {@code null} if there is none
	 * @throws IOException if the socket fails
	 */
	@Nullable Packet poll() throws IOException {
		fill();
		SocketAddress client = this.client;
		IOException failure = this.failure;
		clear();
		this.refusals = 0;
		if (failure != null) {
			throw failure;
		}
		return (client != null) ? packet(client) : null;
	}

	private Packet packet(SocketAddress client) {
		this.buffer.flip();
		boolean truncated = this.buffer.remaining() > this.maxPacketSize;
		byte[] data = new byte[Math.min(this.buffer.remaining(), this.maxPacketSize)];
		this.buffer.get(data);
		return new Packet(data, truncated, client);
	}

	private void clear() {
		this.client = null;
		this.failure = null;
	}

	@Override
	public void taken(boolean found) {
		if (isFilled() && ++this.refusals == MOST_REFUSALS) {
			// An override of getRequest seems to receive by itself
			this.bypassed = true;
			clear();
		}
		this.waiting.taken(false);
	}

	@Override
	public void pause(Deadline deadline) throws IOException {
		this.waiting.pause(deadline);
	}

	@Override
	public void wake() {
		this.waiting.wake();
	}

	@Override
	public void close() throws IOException {
		this.waiting.close();
	}

}
