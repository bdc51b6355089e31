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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestInputStream}.
 */
class RequestInputStreamTests {

	@Test
	void linesEndWithOrWithoutCarriageReturn() throws IOException {
		RequestInputStream input = input("one\ntwo\r\n\n\r\nth\rree\nlast");
		assertThat(input.readLine()).isEqualTo("one");
		assertThat(input.readLine()).isEqualTo("two");
		assertThat(input.readLine()).isEmpty();
		assertThat(input.readLine()).isEmpty();
		assertThat(input.readLine()).isEqualTo("th\rree");
		assertThat(input.readLine()).isEqualTo("last");
		assertThat(input.readLine()).isNull();
		assertThat(input.readLine()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "12345\n", "12345\r\n", "12345" })
	void lineOfExactlyTheLimitIsRead(String text) throws IOException {
		assertThat(input(text).readLine(5)).isEqualTo("12345");
	}

	@ParameterizedTest
	@ValueSource(strings = { "123456\n", "123456\r\n", "123456", "1234567", "12345\r6\n", "123456789\n" })
	void lineOverTheLimitIsRefused(String text) {
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> input(text).readLine(5))
			.satisfies((failure) -> assertThat(failure.getLimit()).isEqualTo(5));
	}

	@Test
	void lineIsBoundedToSixtyFourKilobytesUnlessSaidOtherwise() throws IOException {
		String longest = "x".repeat(64 * 1024);
		assertThat(input(longest + "\n").readLine()).isEqualTo(longest);
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> input(longest + "x\n").readLine());
		RequestInputStream bounded = new RequestInputStream(stream("1234\n"), StandardCharsets.UTF_8, 3);
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(bounded::readLine);
	}

	@Test
	void endlessLineIsRefusedWithoutReadingOn() {
		AtomicLong served = new AtomicLong();
		RequestInputStream input = new RequestInputStream(new InputStream() {

			@Override
			public int read() {
				served.incrementAndGet();
				return 'x';
			}

			@Override
			public int read(byte[] target, int offset, int length) {
				Arrays.fill(target, offset, offset + length, (byte) 'x');
				served.addAndGet(length);
				return length;
			}

		});
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> input.readLine(1000));
		assertThat(served.get()).isLessThanOrEqualTo(8 * 1024);
	}

	@Test
	void linesAreDecodedInTheCharset() throws IOException {
		assertThat(input("gr\u00fc\u00dfe \u2713\n").readLine()).isEqualTo("gr\u00fc\u00dfe \u2713");
		byte[] latin = "gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(new RequestInputStream(new ByteArrayInputStream(latin), StandardCharsets.ISO_8859_1, 100).readLine())
			.isEqualTo("gr\u00fc\u00dfe");
	}

	@Test
	void framesEndWithADelimiterOfAnyValue() throws IOException {
		byte[] data = { 1, 2, (byte) 0xFF, (byte) 0xFF, 3 };
		RequestInputStream input = new RequestInputStream(new ByteArrayInputStream(data));
		assertThat(input.readUntil(0xFF, 2)).containsExactly(1, 2);
		assertThat(input.readUntil(0xFF, 2)).isEmpty();
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> input.readUntil(0xFF, 2))
			.withMessageContaining("0xff");
		assertThat(input.read()).isEqualTo(3);
		assertThat(input.readUntil(0xFF, 2)).isNull();
	}

	@Test
	void frameOverTheLimitBeforeItsDelimiterIsRefused() throws IOException {
		assertThat(input("12345;").readUntil(';', 5)).hasSize(5);
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> input("123456;").readUntil(';', 5));
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> input("123456").readUntil(';', 5));
	}

	@Test
	void exactReadsAreExactOrFail() throws IOException {
		RequestInputStream input = input("x".repeat(20_000) + "abc");
		assertThat(input.readExactly(0)).isEmpty();
		assertThat(input.readExactly(20_000)).hasSize(20_000);
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> input.readExactly(4))
			.withMessageContaining("3 of 4");
		assertThat(input.readExactly(0)).isEmpty();
	}

	@Test
	void peekLeavesTheByteThere() throws IOException {
		RequestInputStream input = new RequestInputStream(new ByteArrayInputStream(new byte[] { (byte) 0xFE }));
		assertThat(input.peek()).isEqualTo(0xFE);
		assertThat(input.peek()).isEqualTo(0xFE);
		assertThat(input.read()).isEqualTo(0xFE);
		assertThat(input.peek()).isEqualTo(-1);
		assertThat(input.read()).isEqualTo(-1);
	}

	@Test
	void largeReadsAndWhatIsBufferedKeepTheirOrder() throws IOException {
		byte[] data = new byte[100_000];
		new Random(1).nextBytes(data);
		RequestInputStream input = new RequestInputStream(new ByteArrayInputStream(data));
		byte[] target = new byte[data.length];
		assertThat(input.peek()).isEqualTo(data[0] & 0xFF);
		assertThat(input.available()).isEqualTo(data.length);
		assertThat(input.readNBytes(target, 0, target.length)).isEqualTo(data.length);
		assertThat(target).isEqualTo(data);
		assertThat(input.read(target, 0, 0)).isZero();
		assertThat(input.read(target, 0, 10)).isEqualTo(-1);
	}

	@Test
	void readChecksItsBounds() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> input("x").read(new byte[2], 1, 2));
	}

	private static RequestInputStream input(String text) {
		return new RequestInputStream(stream(text));
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

}
