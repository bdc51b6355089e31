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

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The buffers of a server's connections. Those for output are shared: a connection has
 * one only while it holds something.
 */
public final class Buffers {

	private static final int MAX_SPARE = 64;

	private final int readSize;

	private final int writeSize;

	private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(MAX_SPARE);

	/**
	 * Create buffers.
	 * @param readSize how many bytes are read ahead
	 * @param writeSize how many bytes of output are held, zero for none
	 */
	public Buffers(int readSize, int writeSize) {
		this.readSize = readSize;
		this.writeSize = writeSize;
	}

	/**
	 * Return buffers of the same size for input, and none for output.
	 * @return the buffers
	 */
	public Buffers unheld() {
		return new Buffers(this.readSize, 0);
	}

	int readSize() {
		return this.readSize;
	}

	int writeSize() {
		return this.writeSize;
	}

	byte[] take() {
		byte[] buffer = this.spare.poll();
		return (buffer != null) ? buffer : new byte[this.writeSize];
	}

	void giveBack(byte[] buffer) {
		this.spare.offer(buffer);
	}

}
