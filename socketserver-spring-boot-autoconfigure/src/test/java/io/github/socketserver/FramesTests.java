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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Frames}.
 */
class FramesTests {

	@ParameterizedTest
	@MethodSource("buffers")
	void linesEndWithOrWithoutCarriageReturn(Kind kind) throws Exception {
		ByteBuffer data = kind.of("one\ntwo\r\n\n\r\na\rb\ngr\u00fc\u00df\nrest");
		assertThat(Frames.readLine(data, 10)).isEqualTo("one");
		assertThat(Frames.readLine(data, 10)).isEqualTo("two");
		assertThat(Frames.readLine(data, 10)).isEmpty();
		assertThat(Frames.readLine(data, 10)).isEmpty();
		assertThat(Frames.readLine(data, 10)).isEqualTo("a\rb");
		assertThat(Frames.readLine(data, 10)).isEqualTo("gr\u00fc\u00df");
		assertThat(Frames.readLine(data, 10)).isNull();
		assertThat(data.remaining()).isEqualTo(4);
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void delimiterIsConsumedAndNotReturned(Kind kind) throws Exception {
		ByteBuffer data = kind.of(new byte[] { 1, 2, (byte) 0xFF, (byte) 0xFF, 3 });
		assertThat(Frames.readUntil(data, 0xFF, 10)).containsExactly(1, 2);
		assertThat(Frames.readUntil(data, 0xFF, 10)).isEmpty();
		assertThat(Frames.readUntil(data, 0xFF, 10)).isNull();
		assertThat(data.remaining()).isOne();
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void numberOfBytesIsTakenWhole(Kind kind) {
		ByteBuffer data = kind.of("abcde");
		assertThat(Frames.readExactly(data, 0)).isEmpty();
		assertThat(Frames.readExactly(data, 4)).asString().isEqualTo("abcd");
		assertThat(Frames.readExactly(data, 2)).isNull();
		assertThat(data.remaining()).isOne();
		assertThat(Frames.readExactly(data, Integer.MAX_VALUE)).isNull();
		assertThat(Frames.readExactly(data, 1)).asString().isEqualTo("e");
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void lengthOfAFrameIsUnsignedAndBigEndian(Kind kind) throws Exception {
		ByteBuffer data = kind.of(new byte[] { 0, 0, 1, 7, 0, 0, 0, 0, 0, 2, 8 });
		assertThat(Frames.readFrame(data, 3, 10)).containsExactly(7);
		assertThat(Frames.readFrame(data, 4, 10)).isEmpty();
		assertThat(Frames.readFrame(data, 2, 10)).isNull();
		assertThat(data.remaining()).isEqualTo(3);
		ByteBuffer long255 = kind.of(new byte[256]);
		long255.put(long255.position(), (byte) 0xFF);
		assertThat(Frames.readFrame(long255, 1, 255)).hasSize(255);
		assertThatExceptionOfType(FrameTooLongException.class)
			.isThrownBy(() -> Frames.readFrame(kind.of(new byte[] { -1, -1, -1, -1 }), 4, Integer.MAX_VALUE));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 5 })
	void lengthHasOneToFourBytes(int prefixLength) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Frames.readFrame(ByteBuffer.allocate(10), prefixLength, 10));
	}

	@ParameterizedTest
	@CsvSource({ "abc\\n, 3", "abc\\r\\n, 3", "\\n, 0", "\\r\\n, 0" })
	void lineOfTheLimitIsTaken(String line, int limit) throws Exception {
		assertThat(Frames.readLine(Kind.HEAP.of(unescape(line)), limit)).hasSize(limit);
	}

	@ParameterizedTest
	@CsvSource({ "abcd\\n, 3", "abcd\\r\\n, 3", "abcde, 3", "abc\\rx, 3", "a\\n, 0", "ab, 0" })
	void lineOverTheLimitIsRefusedAndConsumesNothing(String line, int limit) {
		ByteBuffer data = Kind.HEAP.of(unescape(line));
		int before = data.remaining();
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> Frames.readLine(data, limit))
			.satisfies((failure) -> assertThat(failure.getLimit()).isEqualTo(limit));
		assertThat(data.remaining()).isEqualTo(before);
	}

	@Test
	void lineThatMayStillKeepTheLimitIsWaitedFor() throws Exception {
		assertThat(Frames.readLine(Kind.HEAP.of("abc"), 3)).isNull();
		assertThat(Frames.readLine(Kind.HEAP.of("abc\r"), 3)).isNull();
		assertThat(Frames.readUntil(Kind.HEAP.of("abc"), '|', 3)).isNull();
		assertThatExceptionOfType(FrameTooLongException.class)
			.isThrownBy(() -> Frames.readUntil(Kind.HEAP.of("abcd"), '|', 3));
		assertThat(Frames.readFrame(Kind.HEAP.of(new byte[] { 3, 1, 2 }), 1, 3)).isNull();
	}

	@Test
	void frameOverTheLimitIsRefusedBeforeItHasCome() {
		ByteBuffer data = Kind.HEAP.of(new byte[] { 6 });
		assertThatExceptionOfType(FrameTooLongException.class).isThrownBy(() -> Frames.readFrame(data, 1, 5))
			.satisfies((failure) -> assertThat(failure.getLimit()).isEqualTo(5));
		assertThat(data.remaining()).isOne();
	}

	@Test
	void hugeLimitsDoNotOverflow() throws Exception {
		ByteBuffer data = Kind.HEAP.of("line\n");
		assertThat(Frames.readUntil(data.duplicate(), '|', Integer.MAX_VALUE)).isNull();
		assertThat(Frames.readLine(data, Integer.MAX_VALUE)).isEqualTo("line");
	}

	@ParameterizedTest
	@MethodSource("buffers")
	void everyCutOfAMessageConsumesNothing(Kind kind) throws Exception {
		byte[] line = "hello\r\n".getBytes(StandardCharsets.US_ASCII);
		byte[] frame = { 0, 5, 'h', 'e', 'l', 'l', 'o' };
		for (int length = 0; length < line.length; length++) {
			ByteBuffer cut = kind.of(Arrays.copyOf(line, length));
			assertThat(Frames.readLine(cut, 5)).isNull();
			assertThat(Frames.readUntil(cut, '\n', 6)).isNull();
			assertThat(Frames.readExactly(cut, line.length)).isNull();
			assertThat(cut.remaining()).isEqualTo(length);
			ByteBuffer cutFrame = kind.of(Arrays.copyOf(frame, length));
			assertThat(Frames.readFrame(cutFrame, 2, 5)).isNull();
			assertThat(cutFrame.remaining()).isEqualTo(length);
		}
	}

	/**
	 * The same short, nasty inputs through both readers.
	 */
	@Test
	void framesAndTheirLimitsAreThoseOfTheStream() throws Exception {
		Random random = new Random(42);
		for (int i = 0; i < 20_000; i++) {
			byte[] input = new byte[random.nextInt(12)];
			for (int j = 0; j < input.length; j++) {
				input[j] = (byte) "\n\r|\0\1\2\3ab\u00ff".charAt(random.nextInt(10));
			}
			int limit = random.nextInt(6);
			int method = random.nextInt(4);
			int prefix = 1 + random.nextInt(3);
			assertThat(ofBuffer(input, method, prefix, limit))
				.as("input %s, method %d, prefix %d, limit %d", Arrays.toString(input), method, prefix, limit)
				.isEqualTo(ofStream(input, method, prefix, limit));
		}
	}

	private static List<String> ofBuffer(byte[] input, int method, int prefix, int limit) {
		ByteBuffer data = ByteBuffer.wrap(input);
		List<String> frames = new ArrayList<>();
		try {
			for (int i = 0; i < input.length; i++) {
				String frame = switch (method) {
					case 0 -> Frames.readLine(data, limit);
					case 1 -> text(Frames.readUntil(data, '|', limit));
					case 2 -> text(Frames.readExactly(data, limit));
					default -> text(Frames.readFrame(data, prefix, limit));
				};
				if (frame == null) {
					break;
				}
				frames.add(frame);
			}
		}
		catch (FrameTooLongException ex) {
			frames.add(ex.toString());
		}
		return frames;
	}

	private static List<String> ofStream(byte[] input, int method, int prefix, int limit) throws Exception {
		RequestInputStream data = new RequestInputStream(new OpenStream(input));
		List<String> frames = new ArrayList<>();
		try {
			for (int i = 0; i < input.length; i++) {
				String frame = switch (method) {
					case 0 -> data.readLine(limit);
					case 1 -> text(data.readUntil('|', limit));
					case 2 -> text(data.readExactly(limit));
					default -> text(data.readFrame(prefix, limit));
				};
				if (frame == null) {
					break;
				}
				frames.add(frame);
			}
		}
		catch (FrameTooLongException ex) {
			frames.add(ex.toString());
		}
		catch (UncheckedIOException ex) {
			// incomplete
		}
		return frames;
	}

	private static @Nullable String text(byte @Nullable [] frame) {
		return (frame != null) ? new String(frame, StandardCharsets.ISO_8859_1) : null;
	}

	private static String unescape(String text) {
		return text.replace("\\n", "\n").replace("\\r", "\r");
	}

	static Stream<Kind> buffers() {
		return Stream.of(Kind.values());
	}

	/**
	 * Would wait for more, instead of ending.
	 */
	private static final class OpenStream extends ByteArrayInputStream {

		OpenStream(byte[] data) {
			super(data);
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			int count = super.read(target, offset, length);
			if (count < 0) {
				throw new UncheckedIOException(new EOFException("Nothing more has come yet"));
			}
			return count;
		}

	}

	/**
	 * Where the bytes are.
	 */
	enum Kind {

		HEAP {

			@Override
			ByteBuffer allocate(int size) {
				return ByteBuffer.allocate(size);
			}

		},

		DIRECT {

			@Override
			ByteBuffer allocate(int size) {
				return ByteBuffer.allocateDirect(size);
			}

		},

		SLICE {

			@Override
			ByteBuffer allocate(int size) {
				return ByteBuffer.allocate(size + 7).position(7).slice();
			}

		};

		abstract ByteBuffer allocate(int size);

		ByteBuffer of(String text) {
			return of(text.getBytes(StandardCharsets.UTF_8));
		}

		ByteBuffer of(byte[] data) {
			// what was read before stands in front, what will be read stands behind
			ByteBuffer buffer = allocate(data.length + 10).position(3).put(data);
			return buffer.limit(data.length + 3).position(3);
		}

	}

}
