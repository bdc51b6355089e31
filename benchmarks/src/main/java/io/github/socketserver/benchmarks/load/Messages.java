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

package io.github.socketserver.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * An endless stream of messages of one size, and of the replies to them. No two
 * neighbours are alike, and each connection begins at another message, so a reply that is
 * lost, doubled or meant for another connection shows.
 */
final class Messages {

	private static final int MAX_WINDOW = 16;

	private final int size;

	private final int count;

	private final ByteBuffer requests;

	private final ByteBuffer replies;

	private Messages(int size, int count, byte[] requests, byte[] replies) {
		this.size = size;
		this.count = count;
		this.requests = direct(requests);
		this.replies = direct(replies);
	}

	/**
	 * Create messages that are lines, or frames that begin with their length.
	 * @param format {@code echo}, {@code lines} (answered in upper case) or
	 * {@code frames}
	 * @param size bytes of a message, line end or length included
	 * @return the messages
	 */
	static Messages of(String format, int size) {
		int count = (size > 1024) ? MAX_WINDOW : 64;
		byte[] stream = new byte[(count + MAX_WINDOW) * size];
		for (int i = 0; i < count + MAX_WINDOW; i++) {
			byte[] message = format.equals("frames") ? frame(i % count, size) : line(i % count, size);
			System.arraycopy(message, 0, stream, i * size, size);
		}
		byte[] replies = stream;
		if (format.equals("lines")) {
			replies = new String(stream, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT)
				.getBytes(StandardCharsets.US_ASCII);
		}
		return new Messages(size, count, stream, replies);
	}

	private static byte[] line(int index, int size) {
		byte[] line = new byte[size];
		byte[] start = "line %02d ".formatted(index).getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < size; i++) {
			line[i] = (i < start.length) ? start[i] : (byte) ('a' + (index + i) % 26);
		}
		line[size - 1] = '\n';
		return line;
	}

	private static byte[] frame(int index, int size) {
		byte[] frame = new byte[size];
		Arrays.fill(frame, (byte) ('A' + index));
		ByteBuffer.wrap(frame).putInt(size - Integer.BYTES).put((byte) index);
		return frame;
	}

	private static ByteBuffer direct(byte[] data) {
		return ByteBuffer.allocateDirect(data.length).put(data).flip();
	}

	int size() {
		return this.size;
	}

	/**
	 * Return a part of the stream of requests that may be written.
	 * @param position where it begins, in bytes from the start of the stream
	 * @param length its length, at most 16 messages
	 * @return a shared buffer, valid until the next call
	 */
	ByteBuffer requests(long position, int length) {
		int start = (int) (position % ((long) this.count * this.size));
		return this.requests.limit(start + length).position(start);
	}

	/**
	 * Return whether bytes are the expected part of the stream of replies.
	 * @param position where they should be, in bytes from the start of the stream
	 * @param data the bytes, at most 16 messages
	 * @return whether all of them are
	 */
	boolean matches(long position, ByteBuffer data) {
		int start = (int) (position % ((long) this.count * this.size));
		int length = data.remaining();
		return start + length <= this.replies.capacity()
				&& this.replies.limit(start + length).position(start).mismatch(data) < 0;
	}

}
