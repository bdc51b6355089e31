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
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that take too long for a handler in a child.
 */
class ChildTimeoutTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofMinutes(10);

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatReadsFromASilentClientGetsATimeoutAndCanStillAnswer(Way way) throws Exception {
		try (Logs logs = new Logs();
				ForkedServer server = way.setup(ReadingLine.class).with((options) -> options.timeout(SHORT)).run()) {
			StreamClient client = server.stream();
			client.send("half a line");
			assertThat(client.receiveAll()).asString().isEqualTo("too slow");
			assertThat(server.notes().await("failure "))
				.isEqualTo("java.net.SocketTimeoutException: The client has sent nothing within 'timeout', PT0.1S");
			server.trace().failure();
			Eventually.asserted(() -> assertThat(logs.debug()).anyMatch((line) -> line.contains("ended early")));
			assertThat(logs.errors()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerCanSetTheTimeoutOfItsReads(Way way) throws Exception {
		try (ForkedServer server = way.setup(ShortOfTime.class)
			.with((options) -> options.timeout(Duration.ZERO))
			.run()) {
			assertThat(server.stream().receiveAll()).asString().isEqualTo("too slow");
			assertThat(server.notes().await("failure ")).startsWith("java.net.SocketTimeoutException");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void connectionThatStaysIdleEndsQuietly(Way way) throws Exception {
		try (ForkedServer server = way.setup(Messages.class)
			.with((options) -> options.timeout(LONG).idleTimeout(SHORT))
			.run()) {
			StreamClient client = server.stream();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			assertThat(client.receiveAll()).asString().isEqualTo("bye");
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(1));
			assertThat(server.trace().failures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void clientThatDripsItsMessageMeetsTheRequestTimeout(Way way) throws Exception {
		try (ForkedServer server = way.setup(ReadingLine.class)
			.with((options) -> options.timeout(LONG).requestTimeout(SHORT))
			.run()) {
			StreamClient client = server.stream();
			client.send("drip");
			assertThat(client.receiveAll()).asString().isEqualTo("too slow");
			assertThat(server.notes().await("failure ")).contains("SocketTimeoutException", "'request-timeout'");
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void clientThatTakesNothingIsCutOff(Way way) throws Exception {
		try (Logs logs = new Logs();
				ForkedServer server = way.setup(Writing.class).with((options) -> options.timeout(SHORT)).run()) {
			server.connect();
			assertThat(server.notes().await("failure ")).startsWith("java.net.SocketTimeoutException")
				.contains("has taken nothing within 'timeout'");
			server.trace().failure();
			Eventually.asserted(() -> assertThat(logs.debug()).anyMatch((line) -> line.contains("ended early")));
			assertThat(logs.errors()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerCanSetTheTimeoutOfItsWrites(Way way) throws Exception {
		try (ForkedServer server = way.setup(WritingShortOfTime.class)
			.with((options) -> options.timeout(Duration.ZERO))
			.run()) {
			server.connect();
			assertThat(server.notes().await("failure ")).startsWith("java.net.SocketTimeoutException");
		}
	}

	@Test
	void clientThatWaitsForAChildIsNotTakenForSlow() throws Exception {
		Duration timeout = Duration.ofSeconds(1);
		try (ForkedServer server = ForkedSetup.tcp(Messages.class)
			.children((children) -> children.jvmOptions(SlowStart.options(timeout.multipliedBy(2))))
			.program(SlowStart.program(Messages.class))
			.with((options) -> options.timeout(timeout).requestTimeout(timeout))
			.run()) {
			StreamClient client = server.stream();
			client.send("early\n");
			assertThat(client.receiveLine()).isEqualTo("early");
		}
	}

	private static void tryToRead(Request request) throws IOException {
		try {
			request.input().readLine();
		}
		catch (IOException ex) {
			Notes.of(request).add("failure " + ex);
			request.output().write("too slow");
			throw ex;
		}
	}

	private static void write(Request request) throws IOException {
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

	/**
	 * Reads a line.
	 */
	static final class ReadingLine implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			tryToRead(request);
		}

	}

	/**
	 * Sets a time-out and reads a line.
	 */
	static final class ShortOfTime implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			((StreamRequest) request).setTimeout(SHORT);
			tryToRead(request);
		}

	}

	/**
	 * Sends lines back.
	 */
	static final class Messages implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
			request.output().write("bye");
		}

	}

	/**
	 * Writes until that fails.
	 */
	static final class Writing implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			write(request);
		}

	}

	/**
	 * Sets a time-out and writes until that fails.
	 */
	static final class WritingShortOfTime implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			((StreamRequest) request).setTimeout(SHORT);
			write(request);
		}

	}

}
