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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RequestInputStream#awaitData()} and the gate of the server.
 */
class RequestInputStreamGateTests {

	private final List<String> calls = new ArrayList<>();

	@Test
	void withoutGateItWaitsForData() throws IOException {
		RequestInputStream input = new RequestInputStream(new ByteArrayInputStream(new byte[] { 'x' }));
		assertThat(input.awaitData()).isTrue();
		assertThat(input.awaitData()).isTrue();
		assertThat(input.read()).isEqualTo('x');
		assertThat(input.awaitData()).isFalse();
	}

	@Test
	void gateIsPassedAroundTheWait() throws IOException {
		RequestInputStream input = input(true, true, "x");
		assertThat(input.awaitData()).isTrue();
		assertThat(this.calls).containsExactly("enter", "read", "leave");
	}

	@Test
	void bufferedDataIsNoWait() throws IOException {
		RequestInputStream input = input(true, true, "xy");
		input.read();
		this.calls.clear();
		assertThat(input.awaitData()).isTrue();
		assertThat(this.calls).isEmpty();
	}

	@Test
	void closedGateIsTheEndAndNothingIsRead() throws IOException {
		RequestInputStream input = input(false, true, "x");
		assertThat(input.awaitData()).isFalse();
		assertThat(this.calls).containsExactly("enter");
	}

	@Test
	void dataThatMeetsAStopIsDropped() throws IOException {
		RequestInputStream input = input(true, false, "xyz");
		assertThat(input.awaitData()).isFalse();
		assertThat(input.available()).isZero();
	}

	@Test
	void gateIsLeftWhenTheConnectionFails() {
		InputStream failing = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("reset");
			}

			@Override
			public int read(byte[] target, int offset, int length) throws IOException {
				throw new IOException("reset");
			}

		};
		RequestInputStream input = new RequestInputStream(failing, StandardCharsets.UTF_8, 10, 256, gate(true, true));
		assertThatIOException().isThrownBy(input::awaitData).withMessage("reset");
		assertThat(this.calls).containsExactly("enter", "leave");
	}

	private RequestInputStream input(boolean enters, boolean goesOn, String text) {
		InputStream source = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				RequestInputStreamGateTests.this.calls.add("read");
				return super.read(target, offset, length);
			}

		};
		return new RequestInputStream(source, StandardCharsets.UTF_8, 10, 256, gate(enters, goesOn));
	}

	private IdleGate gate(boolean enters, boolean goesOn) {
		return new IdleGate() {

			@Override
			public boolean enter() {
				RequestInputStreamGateTests.this.calls.add("enter");
				return enters;
			}

			@Override
			public boolean leave() {
				RequestInputStreamGateTests.this.calls.add("leave");
				return goesOn;
			}

		};
	}

}
