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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.StreamProtocol;

/**
 * The way in of a connection on a loop: offers what was received to the protocol, and
 * keeps what that leaves.
 */
final class LoopInput {

	private static final int MIN_REST = 256;

	// An incomplete frame of the longest length may have begun with a prefix
	private static final int LONGEST_PREFIX = Integer.BYTES;

	private final int maxFrameLength;

	private @Nullable ByteBuffer rest;

	private @Nullable ByteBuffer offered;

	private int limit;

	private volatile long count;

	private volatile long messageSince;

	LoopInput(int maxFrameLength) {
		this.maxFrameLength = maxFrameLength;
	}

	/**
	 * Offer the unread bytes.
	 * @param transport the connection on its loop
	 * @param calls where its protocol is
	 * @param received what has come, or {@code null} if nothing has
	 * @param now the time
	 * @throws Exception if the protocol fails, or leaves too much
	 */
	void offer(LoopTransport transport, ProtocolCalls calls, @Nullable ByteBuffer received, long now) throws Exception {
		if (received != null) {
			this.count = this.count + received.remaining();
		}
		ByteBuffer data = join(received);
		int before = data.remaining();
		this.limit = data.limit();
		this.offered = data;
		try {
			StreamProtocol protocol;
			do {
				protocol = calls.protocol();
				// the buffer of the loop may come from a protocol that has set another
				// one
				protocol.dataReceived(transport.connection(), data.order(ByteOrder.BIG_ENDIAN));
				data.limit(this.limit);
			}
			while (data.hasRemaining() && protocol != calls.protocol() && transport.isReading());
		}
		finally {
			this.offered = null;
			keep(data, data == received);
			noteMessage(before > data.remaining(), now);
		}
		if (data.remaining() > (long) this.maxFrameLength + LONGEST_PREFIX && transport.isReading()) {
			throw new FrameTooLongException(this.maxFrameLength);
		}
	}

	private ByteBuffer join(@Nullable ByteBuffer received) {
		ByteBuffer rest = this.rest;
		if (rest == null) {
			return (received != null) ? received : ByteBuffer.allocate(0);
		}
		if (received == null) {
			return rest;
		}
		int size = rest.remaining() + received.remaining();
		ByteBuffer target = (size <= rest.capacity()) ? rest.compact()
				: ByteBuffer.allocate(Math.max(size, 2 * rest.capacity())).put(rest);
		target.put(received).flip();
		this.rest = target;
		return target;
	}

	private void keep(ByteBuffer data, boolean shared) {
		if (!data.hasRemaining()) {
			this.rest = null;
		}
		else if (shared) {
			this.rest = ByteBuffer.allocate(Math.max(MIN_REST, data.remaining())).put(data.duplicate()).flip();
		}
	}

	private void noteMessage(boolean progress, long now) {
		if (this.rest == null) {
			this.messageSince = 0;
		}
		else if (progress || this.messageSince == 0) {
			this.messageSince = now;
		}
	}

	/**
	 * Take away what is unread, also from a protocol that is just being offered it.
	 * @return the bytes
	 */
	byte[] takeUnread() {
		ByteBuffer unread = unread();
		byte[] bytes = new byte[unread.remaining()];
		unread.get(bytes);
		this.rest = null;
		return bytes;
	}

	ByteBuffer unread() {
		ByteBuffer unread = (this.offered != null) ? this.offered.limit(this.limit) : this.rest;
		return (unread != null) ? unread : ByteBuffer.allocate(0);
	}

	boolean hasUnread() {
		return this.rest != null && this.rest.hasRemaining();
	}

	boolean isOffering() {
		return this.offered != null;
	}

	/**
	 * Return when the message began that is not complete.
	 * @return the time, or 0 if there is none
	 */
	long messageSince() {
		return this.messageSince;
	}

	long count() {
		return this.count;
	}

}
