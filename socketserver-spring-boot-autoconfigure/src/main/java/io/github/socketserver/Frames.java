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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Takes whole messages from the bytes of a {@link StreamProtocol}: what
 * {@link RequestInputStream} does for handlers. Each method answers {@code null} and
 * leaves the buffer alone while the message is not complete.
 */
public final class Frames {

	private Frames() {
	}

	/**
	 * Take a line in UTF-8.
	 * @param data where to take it from
	 * @param maxLength how many bytes it may have, its end not counted
	 * @return the line without its {@code \n} or {@code \r\n}, or {@code null} if there
	 * is none yet
	 * @throws FrameTooLongException if it is longer
	 */
	public static @Nullable String readLine(ByteBuffer data, int maxLength) throws FrameTooLongException {
		// one byte more than the limit: it may be the \r
		int end = indexOf(data, (byte) '\n', maxLength, maxLength + 1L);
		if (end < 0) {
			return null;
		}
		int length = end - data.position();
		if (length > 0 && data.get(end - 1) == '\r') {
			length--;
		}
		if (length > maxLength) {
			throw new FrameTooLongException(maxLength);
		}
		String line = new String(take(data, length), StandardCharsets.UTF_8);
		data.position(end + 1);
		return line;
	}

	/**
	 * Take what comes before a delimiter.
	 * @param data where to take it from
	 * @param delimiter the byte that ends the frame, 0 to 255; it is consumed
	 * @param maxLength how many bytes the frame may have, the delimiter not counted
	 * @return the frame without its delimiter, or {@code null} if there is none yet
	 * @throws FrameTooLongException if it is longer
	 */
	public static byte @Nullable [] readUntil(ByteBuffer data, int delimiter, int maxLength)
			throws FrameTooLongException {
		int end = indexOf(data, (byte) delimiter, maxLength, maxLength);
		if (end < 0) {
			return null;
		}
		byte[] frame = take(data, end - data.position());
		data.position(end + 1);
		return frame;
	}

	/**
	 * Take a number of bytes.
	 * @param data where to take them from
	 * @param length how many
	 * @return the bytes, or {@code null} if there are not as many yet
	 */
	public static byte @Nullable [] readExactly(ByteBuffer data, int length) {
		return (data.remaining() >= length) ? take(data, length) : null;
	}

	/**
	 * Take a frame that begins with its length, unsigned and big-endian.
	 * @param data where to take it from
	 * @param prefixLength how many bytes the length has, 1 to 4
	 * @param maxLength how many bytes the frame may have, its length not counted
	 * @return the frame without its length, or {@code null} if it is not complete
	 * @throws FrameTooLongException if it is longer
	 */
	public static byte @Nullable [] readFrame(ByteBuffer data, int prefixLength, int maxLength)
			throws FrameTooLongException {
		RequestOutputStream.checkPrefixLength(prefixLength);
		if (data.remaining() < prefixLength) {
			return null;
		}
		long length = 0;
		for (int i = 0; i < prefixLength; i++) {
			length = (length << Byte.SIZE) | (data.get(data.position() + i) & 0xFF);
		}
		if (length > maxLength) {
			throw new FrameTooLongException(maxLength);
		}
		if (data.remaining() < prefixLength + length) {
			return null;
		}
		data.position(data.position() + prefixLength);
		return take(data, (int) length);
	}

	private static int indexOf(ByteBuffer data, byte wanted, int maxLength, long allowed) throws FrameTooLongException {
		int start = data.position();
		int end = (int) Math.min(data.limit(), start + allowed + 1);
		for (int index = start; index < end; index++) {
			if (data.get(index) == wanted) {
				return index;
			}
		}
		if (data.limit() - start > allowed) {
			throw new FrameTooLongException(maxLength);
		}
		return -1;
	}

	private static byte[] take(ByteBuffer data, int length) {
		byte[] bytes = new byte[length];
		data.get(bytes);
		return bytes;
	}

}
