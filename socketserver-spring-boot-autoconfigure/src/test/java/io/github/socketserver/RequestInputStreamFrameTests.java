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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for frames with a length, and for data that arrives in arbitrary cuts.
 */
class RequestInputStreamFrameTests {

	@ParameterizedTest
	@CsvSource({ "1, 0", "1, 255", "2, 256", "2, 65535", "3, 65536", "3, 70000", "4, 100000" })
	void frameIsReadAsItWasWritten(int prefixLength, int length) throws IOException {
		byte[] body = new byte[length];
		new Random(length).nextBytes(body);
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		new RequestOutputStream(wire).writeFrame(prefixLength, body);
		assertThat(wire.size()).isEqualTo(prefixLength + length);
		RequestInputStream input = input(wire.toByteArray());
		assertThat(input.readFrame(prefixLength, length)).isEqualTo(body);
		assertThat(input.readFrame(prefixLength, length)).isNull();
	}

	@Test
	void lengthIsUnsignedAndBigEndian() throws IOException {
		assertThat(input(new byte[] { 0, 0, 1, 7, 9 }).readFrame(3, 10)).containsExactly(7);
		assertThatExceptionOfType(FrameTooLongException.class)
			.isThrownBy(() -> input(new byte[] { -1, -1, -1, -1 }).readFrame(4, Integer.MAX_VALUE));
		assertThatExceptionOfType(FrameTooLongException.class)
			.isThrownBy(() -> input(new byte[] { (byte) 0x80 }).readFrame(1, 127));
	}

	@Test
	void frameOverTheLimitIsRefusedBeforeItIsRead() {
		assertThatExceptionOfType(FrameTooLongException.class)
			.isThrownBy(() -> input(new byte[] { 6, 1, 2, 3, 4, 5, 6 }).readFrame(1, 5))
			.satisfies((failure) -> assertThat(failure.getLimit()).isEqualTo(5));
	}

	@Test
	void endInsideAFrameOrItsLengthIsAnError() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> input(new byte[] { 0 }).readFrame(2, 10));
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> input(new byte[] { 0, 3, 1 }).readFrame(2, 10));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 5 })
	void lengthHasOneToFourBytes(int prefixLength) {
		assertThatIllegalArgumentException().isThrownBy(() -> input(new byte[10]).readFrame(prefixLength, 10));
		assertThatIllegalArgumentException().isThrownBy(
				() -> new RequestOutputStream(OutputStream.nullOutputStream()).writeFrame(prefixLength, new byte[1]));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233 })
	void cutsOfTheDataDoNotMatter(long seed) throws IOException {
		Random random = new Random(seed);
		List<byte[]> messages = new ArrayList<>();
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		RequestOutputStream output = new RequestOutputStream(wire);
		for (int i = 0; i < 40; i++) {
			byte[] message = new byte[random.nextInt((random.nextInt(10) == 0) ? 30_000 : 300)];
			for (int j = 0; j < message.length; j++) {
				message[j] = (byte) ('a' + random.nextInt(26));
			}
			messages.add(message);
			switch (i % 4) {
				case 0 ->
					output.write(new String(message, StandardCharsets.UTF_8) + (random.nextBoolean() ? "\n" : "\r\n"));
				case 1 -> output.writeFrame(3, message);
				case 2 -> output.write(new String(message, StandardCharsets.UTF_8) + "|");
				default -> output.write(message);
			}
		}
		RequestInputStream input = new RequestInputStream(new CutStream(wire.toByteArray(), random));
		for (int i = 0; i < messages.size(); i++) {
			byte[] expected = messages.get(i);
			if (random.nextBoolean() && expected.length > 0) {
				assertThat(input.awaitData()).isTrue();
				input.peek();
			}
			byte[] actual = switch (i % 4) {
				case 0 -> input.readLine().getBytes(StandardCharsets.UTF_8);
				case 1 -> input.readFrame(3, expected.length);
				case 2 -> input.readUntil('|', expected.length);
				default -> input.readExactly(expected.length);
			};
			assertThat(actual).as("message %d of seed %d", i, seed).isEqualTo(expected);
		}
		assertThat(input.awaitData()).isFalse();
		assertThat(input.readLine()).isNull();
	}

	private static RequestInputStream input(byte[] data) {
		return new RequestInputStream(new ByteArrayInputStream(data));
	}

	/**
	 * Gives some of the bytes asked for, at least one.
	 */
	static class CutStream extends ByteArrayInputStream {

		private final Random random;

		CutStream(byte[] data, Random random) {
			super(data);
			this.random = random;
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			return super.read(target, offset,
					Math.min(length, 1 + this.random.nextInt(this.random.nextInt(9) + 1) * 97));
		}

	}

}
