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
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for the streams of a connection between a client and a child.
 */
class ChildStreamTests {

	@ParameterizedTest
	@EnumSource(Way.class)
	void clientThatHalfClosesGetsItsReply(Way way) throws Exception {
		try (ForkedServer server = way.setup(ReadAll.class).run()) {
			StreamClient client = server.stream();
			client.send("all of ");
			client.send("it");
			client.shutdownOutput();
			assertThat(client.receiveAll()).asString().isEqualTo("9 bytes");
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void clientThatSaysNothingIsTakenForWhatItIs(Way way) throws Exception {
		try (ForkedServer server = way.setup(ReadAll.class).run()) {
			StreamClient silent = server.stream();
			silent.shutdownOutput();
			assertThat(silent.receiveAll()).asString().isEqualTo("0 bytes");
			server.stream().close();
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(2));
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatHalfClosesStillReads(Way way) throws Exception {
		try (ForkedServer server = way.setup(HalfClosing.class).run()) {
			StreamClient client = server.stream();
			assertThat(client.receiveAll()).asString().isEqualTo("no more");
			client.send("still there\n");
			assertThat(server.notes().await("read ")).isEqualTo("still there");
			assertThat(server.notes().await("write ")).isNotEqualTo("nothing");
		}
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void handlerThatLeavesEarlyEndsTheSendingOfItsClient(Way way) throws Exception {
		try (Logs logs = new Logs(); ForkedServer server = way.setup(OneLine.class).run()) {
			StreamClient client = server.stream();
			client.send("first\n");
			assertThat(client.receiveLine()).isEqualTo("first");
			byte[] more = new byte[64 * 1024];
			assertThatIOException().isThrownBy(() -> {
				for (int i = 0; i < 1000; i++) {
					client.send(more);
				}
			});
			assertThat(server.ask("next")).isEqualTo("next");
			assertThat(logs.errors()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerThatReadsNothingDoesNotKeepItsClientFromSending(Way way) throws Exception {
		try (ForkedServer server = way.setup(Deaf.class).run()) {
			StreamClient client = server.stream();
			client.send("x".repeat(10_000));
			assertThat(server.notes().await("deaf")).isEmpty();
			server.notes().open("go");
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(1));
			assertThat(server.trace().failures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerThatClosesItsRequestGoesOn(Way way) throws Exception {
		try (ForkedServer server = way.setup(Closing.class).run()) {
			StreamClient client = server.stream();
			client.send("line\n");
			assertThat(client.receiveAll()).asString().isEqualTo("bye");
			assertThat(server.trace().finished()).isEmpty();
			server.notes().open("go");
			assertThat(server.notes().await("after ")).isEqualTo("false ClosedChannelException");
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(1));
			assertThat(server.trace().failures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void detachedRequestStaysOpenUntilItsOwnerClosesIt(Way way) throws Exception {
		try (ForkedServer server = way.setup(Detaching.class).run()) {
			StreamClient client = server.stream();
			assertThat(server.notes().await("returns")).isEmpty();
			client.send("later\n");
			assertThat(client.receiveAll()).asString().isEqualTo("later");
			assertThat(server.ask("next")).isEqualTo("next");
			assertThat(server.trace().failures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void writesOfSeveralThreadsAreWhole(Way way) throws Exception {
		try (ForkedServer server = way.setup(TwoWriters.class).run()) {
			List<String> lines = new String(server.stream().receiveAll(), StandardCharsets.UTF_8).lines().toList();
			assertThat(lines).hasSize(2000);
			assertThat(lines).filteredOn("a".repeat(100)::equals).hasSize(1000);
			assertThat(lines).filteredOn("b".repeat(100)::equals).hasSize(1000);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void errorHandlerOfTheServerCanStillWriteToTheClient(Way way) throws Exception {
		try (ForkedServer server = way.setup(Failing.class)
			.configured((test) -> test.errorsHandledBy((request, error) -> {
				request.output().write("sorry\n");
				return true;
			}))
			.run()) {
			StreamClient client = server.stream();
			client.send("fail\n");
			assertThat(client.receiveAll()).asString().isEqualTo("half sorry\n");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerThatLeavesItsThreadInterruptedHasDoneItsWork(Way way) throws Exception {
		try (ForkedServer server = way.setup(Interrupted.class).run()) {
			assertThat(server.stream().receiveAll()).asString().isEqualTo("done");
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(1));
			assertThat(server.trace().failures()).isZero();
		}
	}

	/**
	 * Reads up to the end.
	 */
	static final class ReadAll implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output().write(request.input().readAllBytes().length + " bytes");
		}

	}

	/**
	 * Sends a line back.
	 */
	static final class OneLine implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output().write(request.input().readLine() + "\n");
		}

	}

	/**
	 * Says that it has nothing more to say.
	 */
	static final class HalfClosing implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output().write("no more");
			request.output().close();
			Notes.of(request).add("read " + request.input().readLine());
			try {
				request.output().write("more");
				Notes.of(request).add("write nothing");
			}
			catch (IOException ex) {
				Notes.of(request).add("write " + ex.getClass().getSimpleName());
			}
		}

	}

	/**
	 * Leaves without having read.
	 */
	static final class Deaf implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			Notes.of(request).add("deaf");
			Notes.of(request).pass("go");
		}

	}

	/**
	 * Closes its request and goes on.
	 */
	static final class Closing implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.input().readLine();
			request.output().write("bye");
			request.close();
			Notes.of(request).pass("go");
			try {
				request.output().write("too late");
			}
			catch (IOException ex) {
				Notes.of(request).add("after " + request.isOpen() + " " + ex.getClass().getSimpleName());
			}
		}

	}

	/**
	 * Lets a thread of its own go on.
	 */
	static final class Detaching implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.detach();
			new Thread(() -> serve(request)).start();
			Notes.of(request).add("returns");
		}

		private static void serve(Request request) {
			try (request) {
				request.output().write(request.input().readLine());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Writes on two threads.
	 */
	static final class TwoWriters implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			Thread other = new Thread(() -> write(request, "b"));
			other.start();
			write(request, "a");
			other.join();
		}

		private static void write(Request request, String letter) {
			try {
				for (int i = 0; i < 1000; i++) {
					request.output().write(letter.repeat(100) + "\n");
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Fails half-way.
	 */
	static final class Failing implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.input().readLine();
			request.output().write("half ");
			throw new IllegalStateException("handler");
		}

	}

	/**
	 * Leaves its thread interrupted.
	 */
	static final class Interrupted implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output().write("done");
			Thread.currentThread().interrupt();
		}

	}

}
