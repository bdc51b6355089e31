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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestOutputStream}.
 */
class RequestOutputStreamTests {

	@Test
	void writesOfManyThreadsDoNotMix() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		// yields between two bytes, so that unguarded writes would mix
		OutputStream sink = new OutputStream() {

			@Override
			public void write(int value) {
				bytes.write(value);
				Thread.yield();
			}

		};
		RequestOutputStream output = new RequestOutputStream(sink);
		ExecutorService executor = Executors.newFixedThreadPool(4);
		List<Future<?>> futures = new ArrayList<>();
		for (char letter : "abcd".toCharArray()) {
			futures.add(executor.submit(() -> {
				for (int i = 0; i < 50; i++) {
					output.write(String.valueOf(letter).repeat(20) + "\n");
				}
				return null;
			}));
		}
		for (Future<?> future : futures) {
			future.get(1, TimeUnit.MINUTES);
		}
		executor.shutdown();
		assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(200)
			.allMatch((line) -> line.length() == 20 && line.chars().distinct().count() == 1);
	}

	@Test
	void frameIsOneWrite() throws IOException {
		List<byte[]> writes = new ArrayList<>();
		RequestOutputStream output = new RequestOutputStream(new OutputStream() {

			@Override
			public void write(int value) {
				writes.add(new byte[] { (byte) value });
			}

			@Override
			public void write(byte[] data, int offset, int length) {
				writes.add(Arrays.copyOfRange(data, offset, offset + length));
			}

		});
		output.writeFrame(2, new byte[] { 7, 8, 9 });
		assertThat(writes).containsExactly(new byte[] { 0, 3, 7, 8, 9 });
	}

	@ParameterizedTest
	@CsvSource({ "1, 255", "2, 65535" })
	void frameMustFitItsPrefix(int prefixLength, int longest) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		RequestOutputStream output = new RequestOutputStream(bytes);
		output.writeFrame(prefixLength, new byte[longest]);
		assertThat(bytes.size()).isEqualTo(prefixLength + longest);
		assertThatIllegalArgumentException().isThrownBy(() -> output.writeFrame(prefixLength, new byte[longest + 1]));
		assertThat(bytes.size()).isEqualTo(prefixLength + longest);
	}

	@Test
	void textsAreEncodedInTheCharset() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new RequestOutputStream(bytes).write("\u00fc");
		new RequestOutputStream(bytes, StandardCharsets.ISO_8859_1).write("\u00fc");
		assertThat(bytes.toByteArray()).containsExactly(0xC3, 0xBC, 0xFC);
	}

	@Test
	void writeChecksItsBounds() {
		RequestOutputStream output = new RequestOutputStream(new ByteArrayOutputStream());
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> output.write(new byte[2], 1, 2));
	}

	@Test
	void flushAndCloseReachTheSink() throws IOException {
		List<String> calls = new ArrayList<>();
		RequestOutputStream output = new RequestOutputStream(new ByteArrayOutputStream() {

			@Override
			public void flush() {
				calls.add("flush");
			}

			@Override
			public void close() {
				calls.add("close");
			}

		});
		output.write(1);
		output.flush();
		output.close();
		assertThat(calls).containsExactly("flush", "close");
	}

}
