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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The input of a request: a buffered stream with bounded reads of lines and frames, named
 * as those of Python's {@code asyncio.StreamReader}. It blocks the calling thread and is
 * meant for one thread at a time.
 * <p>
 * Closing it does nothing: the request is closed by its server.
 */
public final class RequestInputStream extends InputStream {

	private static final int DEFAULT_MAX_FRAME_LENGTH = 64 * 1024;

	private static final int DEFAULT_BUFFER_SIZE = 8 * 1024;

	// What a connection holds while it waits for a message that is not long
	private static final int WAITING_BUFFER_SIZE = 256;

	// Beyond it, memory is taken as the bytes arrive
	private static final int TRUSTED_LENGTH = 64 * 1024;

	private static final byte[] EMPTY = {};

	private final InputStream source;

	private final Charset charset;

	private final int maxFrameLength;

	private final int bufferSize;

	private final @Nullable IdleGate gate;

	private byte[] buffer = EMPTY;

	private int position;

	private int limit;

	/**
	 * Create an input in UTF-8 with lines of up to 64 KB, for tests.
	 * @param source where the bytes come from
	 */
	public RequestInputStream(InputStream source) {
		this(source, StandardCharsets.UTF_8, DEFAULT_MAX_FRAME_LENGTH);
	}

	/**
	 * Create an input.
	 * @param source where the bytes come from
	 * @param charset the character set of lines
	 * @param maxFrameLength the limit of {@link #readLine()}, in bytes
	 */
	public RequestInputStream(InputStream source, Charset charset, int maxFrameLength) {
		this(source, charset, maxFrameLength, DEFAULT_BUFFER_SIZE, null);
	}

	/**
	 * Create an input whose waits between messages are known to the server.
	 * @param source where the bytes come from
	 * @param charset the character set of lines
	 * @param maxFrameLength the limit of {@link #readLine()}, in bytes
	 * @param bufferSize how many bytes are read ahead; longer frames take more
	 * @param gate told of each wait in {@link #awaitData()}
	 */
	public RequestInputStream(InputStream source, Charset charset, int maxFrameLength, int bufferSize,
			@Nullable IdleGate gate) {
		this.source = source;
		this.charset = charset;
		this.maxFrameLength = maxFrameLength;
		this.bufferSize = bufferSize;
		this.gate = gate;
	}

	/**
	 * Wait for the next message. A handler that serves several messages calls it between
	 * them: a connection that waits here is idle, so a stop of the server ends it at
	 * once.
	 * @return whether there is something to read; {@code false} at the end of the input
	 * and when the server stops
	 * @throws IOException if the connection failed
	 */
	public boolean awaitData() throws IOException {
		if (this.position < this.limit) {
			return true;
		}
		if (this.gate == null) {
			return fill();
		}
		if (!this.gate.enter()) {
			return false;
		}
		boolean filled = false;
		boolean goesOn;
		try {
			filled = fill();
		}
		finally {
			goesOn = this.gate.leave();
		}
		if (!goesOn) {
			this.position = this.limit;
		}
		return filled && goesOn;
	}

	/**
	 * Return the next byte and leave it there.
	 * @return the byte, 0 to 255, or -1 at the end of the input
	 * @throws IOException if the connection failed
	 */
	public int peek() throws IOException {
		if (this.position == this.limit && !fill()) {
			return -1;
		}
		return this.buffer[this.position] & 0xFF;
	}

	/**
	 * Read a line of at most {@code max-frame-length} bytes.
	 * @return the line without its {@code \n} or {@code \r\n}; what is left if the input
	 * ends without one; {@code null} at the end of the input
	 * @throws FrameTooLongException if the line is longer
	 * @throws IOException if the connection failed
	 */
	public @Nullable String readLine() throws IOException {
		return readLine(this.maxFrameLength);
	}

	/**
	 * Read a line.
	 * @param maxLength how many bytes it may have, its end not counted
	 * @return the line without its {@code \n} or {@code \r\n}; what is left if the input
	 * ends without one; {@code null} at the end of the input
	 * @throws FrameTooLongException if the line is longer
	 * @throws IOException if the connection failed
	 */
	public @Nullable String readLine(int maxLength) throws IOException {
		// one byte more than the limit: it may be the \r
		int end = indexOf('\n', maxLength, maxLength + 1L);
		boolean terminated = (end >= 0);
		int length = (terminated) ? end : this.limit - this.position;
		if (!terminated && length == 0) {
			return null;
		}
		int next = this.position + length + (terminated ? 1 : 0);
		if (terminated && length > 0 && this.buffer[this.position + length - 1] == '\r') {
			length--;
		}
		if (length > maxLength) {
			throw failed(new FrameTooLongException(maxLength));
		}
		String line = new String(this.buffer, this.position, length, this.charset);
		this.position = next;
		return line;
	}

	/**
	 * Read up to a delimiter.
	 * @param delimiter the byte that ends the frame, 0 to 255; it is consumed
	 * @param maxLength how many bytes the frame may have, the delimiter not counted
	 * @return the frame without its delimiter, or {@code null} at the end of the input
	 * @throws FrameTooLongException if the frame is longer
	 * @throws EOFException if the input ends inside the frame
	 * @throws IOException if the connection failed
	 */
	public byte @Nullable [] readUntil(int delimiter, int maxLength) throws IOException {
		int length = indexOf((byte) delimiter, maxLength, maxLength);
		if (length < 0) {
			if (this.position == this.limit) {
				return null;
			}
			throw failed(new EOFException("The input ended before the delimiter 0x%02x".formatted(delimiter & 0xFF)));
		}
		byte[] frame = Arrays.copyOfRange(this.buffer, this.position, this.position + length);
		this.position += length + 1;
		return frame;
	}

	/**
	 * Read a number of bytes.
	 * @param length how many; memory for more than 64 KB is taken as they arrive
	 * @return the bytes
	 * @throws EOFException if the input ends before
	 * @throws IOException if the connection failed
	 */
	public byte[] readExactly(int length) throws IOException {
		byte[] data = (length > TRUSTED_LENGTH) ? readNBytes(length) : new byte[length];
		int count = (length > TRUSTED_LENGTH) ? data.length : readNBytes(data, 0, length);
		if (count < length) {
			throw failed(new EOFException("The input ended after %d of %d bytes".formatted(count, length)));
		}
		return data;
	}

	/**
	 * Read a frame that begins with its length, unsigned and big-endian.
	 * @param prefixLength how many bytes the length has, 1 to 4
	 * @param maxLength how many bytes the frame may have, its length not counted
	 * @return the frame without its length, or {@code null} at the end of the input
	 * @throws FrameTooLongException if the frame is longer
	 * @throws EOFException if the input ends inside the frame
	 * @throws IOException if the connection failed
	 */
	public byte @Nullable [] readFrame(int prefixLength, int maxLength) throws IOException {
		RequestOutputStream.checkPrefixLength(prefixLength);
		if (peek() < 0) {
			return null;
		}
		long length = 0;
		for (byte digits : readExactly(prefixLength)) {
			length = (length << 8) | (digits & 0xFF);
		}
		if (length > maxLength) {
			throw failed(new FrameTooLongException(maxLength));
		}
		return readExactly((int) length);
	}

	@Override
	public int read() throws IOException {
		int next = peek();
		if (next >= 0) {
			this.position++;
		}
		return next;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (this.position == this.limit) {
			if (length >= this.bufferSize) {
				return this.source.read(target, offset, length);
			}
			if (!fill()) {
				return -1;
			}
		}
		int count = Math.min(length, this.limit - this.position);
		System.arraycopy(this.buffer, this.position, target, offset, count);
		this.position += count;
		return count;
	}

	@Override
	public int available() throws IOException {
		return this.limit - this.position + this.source.available();
	}

	/**
	 * Find a byte, reading on until it is there.
	 * @param wanted the byte, with its sign
	 * @param maxLength the limit to report
	 * @param allowed how many other bytes may come before
	 * @return its distance from the position, or -1 if the input ended before
	 * @throws FrameTooLongException if there are more
	 */
	private int indexOf(int wanted, int maxLength, long allowed) throws IOException {
		int distance = 0;
		do {
			for (; distance < this.limit - this.position; distance++) {
				if (this.buffer[this.position + distance] == wanted) {
					return distance;
				}
				if (distance >= allowed) {
					throw failed(new FrameTooLongException(maxLength));
				}
			}
		}
		while (fill());
		return -1;
	}

	private <E extends IOException> E failed(E failure) {
		if (this.gate != null) {
			this.gate.failed(failure);
		}
		return failure;
	}

	private boolean fill() throws IOException {
		if (this.position == this.limit) {
			startOver();
		}
		else if (this.limit == this.buffer.length || this.buffer.length < this.bufferSize) {
			makeRoom();
		}
		int count = this.source.read(this.buffer, this.limit, this.buffer.length - this.limit);
		if (count > 0) {
			this.limit += count;
		}
		return count > 0;
	}

	/**
	 * Most connections wait most of the time, so while one waits it has a small buffer,
	 * unless the last message did not fit into that.
	 */
	private void startOver() {
		boolean longMessages = (this.limit >= WAITING_BUFFER_SIZE);
		int size = (longMessages) ? this.bufferSize : Math.min(WAITING_BUFFER_SIZE, this.bufferSize);
		if (this.buffer.length != size) {
			this.buffer = new byte[size];
		}
		this.position = 0;
		this.limit = 0;
	}

	private void makeRoom() {
		int buffered = this.limit - this.position;
		int size = (buffered > this.buffer.length / 2) ? this.buffer.length * 2 : this.buffer.length;
		size = Math.max(size, this.bufferSize);
		byte[] target = (size == this.buffer.length) ? this.buffer : new byte[size];
		System.arraycopy(this.buffer, this.position, target, 0, buffered);
		this.buffer = target;
		this.position = 0;
		this.limit = buffered;
	}

}
