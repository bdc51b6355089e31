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

import java.io.IOException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that leave without a word.
 */
class ChildResetTests {

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatReadsGetsTheReset(Way way) throws Exception {
		try (Logs logs = new Logs(); ForkedServer server = way.setup(Reading.class).run()) {
			StreamClient client = server.stream();
			assertThat(server.notes().await("reads")).isEmpty();
			client.reset();
			assertThat(server.notes().await("failure ")).isEqualTo("java.net.SocketException: Connection reset");
			assertIsTheClientsFault(server, logs);
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatWritesGetsTheReset(Way way) throws Exception {
		try (Logs logs = new Logs(); ForkedServer server = way.setup(Writing.class).run()) {
			StreamClient client = server.stream();
			client.receive();
			client.reset();
			assertThat(server.notes().await("failure ")).matches("java.(io.IO|net.Socket)Exception: .*");
			assertIsTheClientsFault(server, logs);
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatWritesToAClientThatHasClosedGetsAFailure(Way way) throws Exception {
		try (Logs logs = new Logs(); ForkedServer server = way.setup(Writing.class).run()) {
			StreamClient client = server.stream();
			client.receive();
			client.close();
			assertThat(server.notes().await("failure ")).matches("java.(io.IO|net.Socket)Exception: .*");
			assertIsTheClientsFault(server, logs);
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void whatTheClientHasSentBeforeTheResetIsReadFirst(Way way) throws Exception {
		try (ForkedServer server = way.setup(ReadingLater.class).run()) {
			StreamClient client = server.stream();
			client.send("unread\n".repeat(1000));
			assertThat(server.notes().await("waits")).isEmpty();
			client.reset();
			server.notes().open("go");
			assertThat(server.notes().await("failure ")).isEqualTo("1000 lines, Connection reset");
		}
	}

	private static void assertIsTheClientsFault(ForkedServer server, Logs logs) throws Exception {
		server.trace().failure();
		Eventually.asserted(() -> assertThat(logs.debug()).anyMatch((line) -> line.contains("ended early")));
		assertThat(logs.errors()).isEmpty();
		StreamClient next = server.stream();
		assertThat(next.receive()).isNotNegative();
		next.close();
	}

	/**
	 * Reads until that fails, while its client has something unread.
	 */
	static final class Reading implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output().write("unread");
			Notes.of(request).add("reads");
			try {
				request.input().readAllBytes();
			}
			catch (IOException ex) {
				Notes.of(request).add("failure " + ex);
				throw ex;
			}
		}

	}

	/**
	 * Waits, so that its client can send something, and reads until that fails.
	 */
	static final class ReadingLater implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.output().write("unread");
			Notes.of(request).add("waits");
			Notes.of(request).pass("go");
			int lines = 0;
			try {
				while (request.input().readLine() != null) {
					lines++;
				}
				Notes.of(request).add("failure " + lines + " lines and the end");
			}
			catch (IOException ex) {
				Notes.of(request).add("failure " + lines + " lines, " + ex.getMessage());
			}
		}

	}

	/**
	 * Writes until that fails.
	 */
	static final class Writing implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			byte[] data = new byte[8192];
			try {
				while (true) {
					request.output().write(data);
				}
			}
			catch (IOException ex) {
				Notes.of(request).add("failure " + ex);
				throw ex;
			}
		}

	}

}
