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
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * The way out of a connection on a loop. Any thread may write, and none waits: what the
 * client does not take is kept. Its monitor guards it, which is held over non-blocking
 * writes only.
 */
final class LoopOutput {

	// The JDK copies heap buffers to a direct one as large as the write and keeps it
	private static final int CHUNK = 64 * 1024;

	// Beyond it a copy costs more than the system call that it saves
	private static final int MAX_HELD = 8 * 1024;

	private static final int LOW_WATER_DIVISOR = 4;

	private final WritableByteChannel channel;

	private final int highWaterMark;

	private final int maxPending;

	private @Nullable ByteBuffer held;

	private @Nullable Deque<ByteBuffer> queue;

	private volatile int pending;

	private volatile long pendingSince;

	private volatile boolean full;

	private volatile long count;

	private volatile @Nullable IOException failure;

	private boolean closed;

	LoopOutput(WritableByteChannel channel, int highWaterMark, int maxPending) {
		this.channel = channel;
		this.highWaterMark = highWaterMark;
		this.maxPending = maxPending;
	}

	/**
	 * Hold what is written from now on, to send it together.
	 * @param buffer where to hold it: that of the loop, which one connection uses at a
	 * time
	 */
	synchronized void hold(ByteBuffer buffer) {
		this.held = buffer.clear();
	}

	/**
	 * Send what was held, and hold nothing more.
	 */
	synchronized void release() {
		try {
			sendHeld();
		}
		catch (IOException ex) {
			fail(ex);
		}
		this.held = null;
	}

	/**
	 * Send bytes, or keep them.
	 * @param data the bytes, all of which are taken
	 * @param holdable whether they may be held
	 * @return whether there is room for more
	 */
	synchronized boolean write(ByteBuffer data, boolean holdable) {
		try {
			if (this.closed || this.failure != null || isStuck()) {
				data.position(data.limit());
				return false;
			}
			if (!holdable || !tryHold(data)) {
				sendHeld();
				send(data);
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
		return !this.full && this.failure == null;
	}

	private boolean isStuck() {
		if (this.pending <= this.maxPending) {
			return false;
		}
		fail(new IOException("The client has not taken %d bytes that are pending (max-pending-write: %d)"
			.formatted(this.pending, this.maxPending)));
		return true;
	}

	private boolean tryHold(ByteBuffer data) throws IOException {
		ByteBuffer held = this.held;
		if (held == null || data.remaining() > MAX_HELD) {
			return false;
		}
		if (data.remaining() > held.remaining()) {
			sendHeld();
		}
		held.put(data);
		return true;
	}

	private void sendHeld() throws IOException {
		if (this.held != null && this.held.position() > 0 && this.failure == null) {
			send(this.held.flip());
			this.held.clear();
		}
	}

	private void send(ByteBuffer data) throws IOException {
		if (this.pending == 0 && writeAll(data)) {
			return;
		}
		if (this.pending == 0) {
			this.pendingSince = System.nanoTime();
		}
		this.pending = this.pending + data.remaining();
		this.full = this.full || this.pending > this.highWaterMark;
		enqueue(data);
	}

	private void enqueue(ByteBuffer data) {
		if (this.queue == null) {
			this.queue = new ArrayDeque<>();
		}
		ByteBuffer last = this.queue.peekLast();
		if (last == null || last.capacity() - last.limit() < data.remaining()) {
			// many small writes share a buffer, and a system call
			last = ByteBuffer.allocate(Math.max(data.remaining(), MAX_HELD)).limit(0);
			this.queue.add(last);
		}
		int end = last.limit();
		last.limit(end + data.remaining());
		last.put(end, data, data.position(), data.remaining());
		data.position(data.limit());
	}

	private boolean writeAll(ByteBuffer data) throws IOException {
		boolean whole = true;
		while (whole && data.hasRemaining()) {
			int limit = data.limit();
			int chunk = Math.min(data.remaining(), CHUNK);
			data.limit(data.position() + chunk);
			int written = this.channel.write(data);
			data.limit(limit);
			this.count = this.count + written;
			whole = (written == chunk);
		}
		return whole;
	}

	/**
	 * Send what is pending, as far as the client takes it.
	 * @return whether there is room again, after there was none
	 */
	synchronized boolean drain() {
		int before = this.pending;
		try {
			while (this.queue != null && !this.queue.isEmpty()) {
				ByteBuffer first = this.queue.element();
				int length = first.remaining();
				boolean whole = writeAll(first);
				this.pending = this.pending - (length - first.remaining());
				if (!whole) {
					break;
				}
				this.queue.remove();
			}
		}
		catch (IOException ex) {
			fail(ex);
			return false;
		}
		if (this.pending < before) {
			this.pendingSince = System.nanoTime();
		}
		boolean room = this.full && this.pending <= this.highWaterMark / LOW_WATER_DIVISOR;
		this.full = this.full && !room;
		return room;
	}

	/**
	 * Take nothing more.
	 * @return what is pending
	 */
	synchronized byte[] close() {
		ByteBuffer rest = ByteBuffer.allocate(this.pending + ((this.held != null) ? this.held.position() : 0));
		if (this.queue != null) {
			this.queue.forEach(rest::put);
		}
		if (this.held != null) {
			rest.put(this.held.flip());
			this.held.clear();
		}
		discard();
		this.closed = true;
		return rest.array();
	}

	private void fail(IOException failure) {
		this.failure = failure;
		discard();
	}

	private void discard() {
		this.queue = null;
		this.pending = 0;
		this.full = false;
	}

	boolean isPending() {
		return this.pending > 0;
	}

	long pendingSince() {
		return this.pendingSince;
	}

	boolean isFull() {
		return this.full;
	}

	long count() {
		return this.count;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

}
