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

package io.github.socketserver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The output of a request. Each write is whole: writes of several threads never mix, and
 * none returns before all its bytes are on their way, or held as the server's
 * {@code write-buffer-size} has it.
 */
public final class RequestOutputStream extends OutputStream {

	private final OutputStream sink;

	private final Charset charset;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Create an output in UTF-8, for tests.
	 * @param sink where the bytes go
	 */
	public RequestOutputStream(OutputStream sink) {
		this(sink, StandardCharsets.UTF_8);
	}

	/**
	 * Create an output.
	 * @param sink where the bytes go
	 * @param charset the character set of texts
	 */
	public RequestOutputStream(OutputStream sink, Charset charset) {
		this.sink = sink;
		this.charset = charset;
	}

	/**
	 * Write a text in the server's {@code charset}.
	 * @param text the text
	 * @throws IOException if the connection failed
	 */
	public void write(String text) throws IOException {
		write(text.getBytes(this.charset));
	}

	/**
	 * Write a frame that begins with its length, unsigned and big-endian, in one write.
	 * @param prefixLength how many bytes the length takes, 1 to 4
	 * @param body the frame
	 * @throws IllegalArgumentException if the body is too long for its prefix
	 * @throws IOException if the connection failed
	 */
	public void writeFrame(int prefixLength, byte[] body) throws IOException {
		checkPrefixLength(prefixLength);
		if ((long) body.length >>> (prefixLength * Byte.SIZE) != 0) {
			throw new IllegalArgumentException(
					"A length of %d does not fit into a prefix of %d byte(s)".formatted(body.length, prefixLength));
		}
		byte[] frame = new byte[prefixLength + body.length];
		for (int i = 0; i < prefixLength; i++) {
			frame[i] = (byte) (body.length >>> ((prefixLength - 1 - i) * Byte.SIZE));
		}
		System.arraycopy(body, 0, frame, prefixLength, body.length);
		write(frame);
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, data.length);
		this.lock.lock();
		try {
			this.sink.write(data, offset, length);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send what has been written so far, at once. There is nothing to do unless the
	 * server has a {@code write-buffer-size}, nor on a datagram's output.
	 * @throws IOException if the connection failed
	 */
	@Override
	public void flush() throws IOException {
		this.lock.lock();
		try {
			this.sink.flush();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tell the client that nothing more will come, and leave the input open: the
	 * half-close of shutdown(2) with {@code SHUT_WR}.
	 * @throws IOException if the connection failed
	 */
	@Override
	public void close() throws IOException {
		this.lock.lock();
		try {
			this.sink.close();
		}
		finally {
			this.lock.unlock();
		}
	}

	static void checkPrefixLength(int prefixLength) {
		if (prefixLength < 1 || prefixLength > Integer.BYTES) {
			throw new IllegalArgumentException("prefixLength: %d (expected: 1 to 4)".formatted(prefixLength));
		}
	}

}
