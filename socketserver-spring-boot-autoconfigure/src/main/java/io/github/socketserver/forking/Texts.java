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

package io.github.socketserver.forking;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * Texts and bytes with their length before them. A length is checked before memory is
 * taken for it, since a child that a client has taken over may send any.
 */
final class Texts {

	private static final int MAX_LENGTH = 16 * FrameType.MAX_LENGTH;

	private Texts() {
	}

	static void write(DataOutput target, String text) throws IOException {
		writeBytes(target, text.getBytes(StandardCharsets.UTF_8));
	}

	static String read(DataInput source) throws IOException {
		return new String(readBytes(source), StandardCharsets.UTF_8);
	}

	static void writeBytes(DataOutput target, byte[] bytes) throws IOException {
		target.writeInt(bytes.length);
		target.write(bytes);
	}

	static byte[] readBytes(DataInput source) throws IOException {
		return readBytes(source, source.readInt(), MAX_LENGTH);
	}

	static byte[] readBytes(DataInput source, int length, int maxLength) throws IOException {
		if (length < 0 || length > maxLength) {
			throw new ProtocolException("a length of %d where at most %d can be".formatted(length, maxLength));
		}
		byte[] bytes = new byte[length];
		source.readFully(bytes);
		return bytes;
	}

}
