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
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Holds what the handler's own thread writes, until there is a reason to send it: many
 * small writes become one. What other threads write is sent at once, behind what is held,
 * since the handler may compute for long.
 */
final class HeldOutput extends OutputStream {

	private static final byte[] NONE = {};

	private final ChannelOutput target;

	private final Buffers buffers;

	// The delayed flush comes from another thread than the request's output
	private final ReentrantLock lock = new ReentrantLock();

	private byte[] buffer;

	private volatile int held;

	private volatile long heldSince;

	private volatile boolean delayed;

	private volatile @Nullable Thread owner;

	HeldOutput(ChannelOutput target, Buffers buffers, byte[] unsent) {
		this.target = target;
		this.buffers = buffers;
		this.buffer = unsent;
		this.held = unsent.length;
	}

	/**
	 * Say whose writes may be held.
	 * @param owner the handler's thread, or {@code null} to hold nothing more
	 */
	void setOwner(@Nullable Thread owner) {
		this.owner = (this.buffers.writeSize() > 0) ? owner : null;
	}

	boolean isOwnedByCaller() {
		return this.owner == Thread.currentThread();
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		this.lock.lock();
		try {
			if (isOwnedByCaller() && this.held + length <= this.buffers.writeSize()) {
				hold(data, offset, length);
			}
			else {
				send(data, offset, length);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void hold(byte[] data, int offset, int length) {
		if (this.held == 0) {
			this.buffer = this.buffers.take();
			this.heldSince = System.nanoTime();
		}
		System.arraycopy(data, offset, this.buffer, this.held, length);
		this.held = this.held + length;
		// Behind that: a delayed flush forgets an output that holds nothing
		if (!this.delayed) {
			DelayedFlush.add(this);
		}
	}

	private void send(byte[] data, int offset, int length) throws IOException {
		byte[] buffer = this.buffer;
		int held = this.held;
		this.buffer = NONE;
		this.held = 0;
		this.target.write(buffer, held, data, offset, length);
		if (buffer.length == this.buffers.writeSize()) {
			this.buffers.giveBack(buffer);
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.held > 0) {
			this.lock.lock();
			try {
				if (this.held > 0) {
					send(NONE, 0, 0);
				}
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Tell the other side that nothing more will come.
	 */
	@Override
	public void close() throws IOException {
		flush();
		this.target.close();
	}

	/**
	 * Note whether a delayed flush is on its way.
	 * @param delayed whether it is
	 */
	void setDelayed(boolean delayed) {
		this.delayed = delayed;
	}

	boolean isHolding() {
		return this.held > 0;
	}

	long heldSince() {
		return this.heldSince;
	}

}
