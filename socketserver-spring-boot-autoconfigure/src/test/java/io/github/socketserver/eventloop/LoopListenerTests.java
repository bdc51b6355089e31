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

package io.github.socketserver.eventloop;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketserver.Connection;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what listeners and protocols are told in every ending of a connection: each
 * thing once.
 */
class LoopListenerTests {

	private final Trace trace = new Trace();

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("endings")
	void everyEndingIsToldOnce(ServerType type, Ending ending) throws Exception {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> this.trace.add("uncaught"));
		try (RunningServer server = EventLoopFixture.run(type, () -> protocol(ending), (options) -> {
		}, hooks(ending))) {
			StreamClient client = (StreamClient) server.connect();
			if (ending.isAdmitted()) {
				client.send("hello\n");
				assertThat(client.receiveLine()).isEqualTo("hello");
			}
			end(ending, client, server);
			this.trace.await("requestClosed");
			server.server().close();
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}
		assertThat(this.trace.count("requestReceived")).isOne();
		assertThat(this.trace.count("requestClosed")).isOne();
		assertThat(count("requestDenied")).isEqualTo(ending.name().startsWith("DENIED") ? 1 : 0);
		assertThat(count("requestStarted")).isEqualTo(ending.isStarted() ? 1 : 0);
		assertThat(count("requestFinished")).isEqualTo(ending.isStarted() ? 1 : 0);
		assertThat(count("made")).isEqualTo(ending.isMade() ? 1 : 0);
		assertThat(count("lost")).isEqualTo((ending.isMade() && ending != Ending.DETACH) ? 1 : 0);
		assertThat(count("uncaught")).isEqualTo((ending == Ending.JAVA_ERROR) ? 1 : 0);
		assertThat(this.trace.count("requestFinished with failure")).isEqualTo(ending.isFailure(type) ? 1 : 0);
	}

	private long count(String prefix) {
		return this.trace.events().stream().filter((event) -> event.startsWith(prefix)).count();
	}

	static Stream<Arguments> endings() {
		return Stream.of(ServerType.TCP, ServerType.UNIX_STREAM)
			.flatMap((type) -> Stream.of(Ending.values()).map((ending) -> Arguments.of(type, ending)));
	}

	private ServerHooks hooks(Ending ending) {
		RequestVerifier verifier = (request) -> switch (ending) {
			case DENIED -> false;
			case DENIED_BY_FAILURE -> throw new IllegalStateException("expected");
			case CLOSED_BY_VERIFIER -> {
				request.close();
				yield true;
			}
			default -> true;
		};
		return new ServerHooks(List.of(verifier), List.of(), List.of((request, error) -> true), List.of(),
				List.of(new ListenerTrace(this.trace)));
	}

	private StreamProtocol protocol(Ending ending) {
		if (ending == Ending.NO_PROTOCOL) {
			throw new IllegalStateException("expected");
		}
		return new Obedient(this.trace, ending);
	}

	private static void end(Ending ending, StreamClient client, RunningServer server) throws Exception {
		switch (ending) {
			case CLOSED_BY_CLIENT -> client.close();
			case HALF_CLOSED_BY_CLIENT, FAILURE_AT_EOF -> client.shutdownOutput();
			case RESET -> client.reset();
			case STOP -> server.server().close();
			case STOP_NOW -> server.server().closeNow();
			case CLOSED_BY_SERVER, CLOSED_ELSEWHERE, ABORT, ABORT_ELSEWHERE, DETACH, FAILURE, FAILURE_IN_TASK,
					FAILURE_IN_LAST_CALL, JAVA_ERROR, LATE_FAILURE ->
				client.send(ending + "\n");
			default -> assertThat(client.receive()).isEqualTo(-1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void connectionThatHasNoRoomIsRejectedAndThePlaceIsGivenBack(ServerType type) throws Exception {
		TracedProtocol protocol = new TracedProtocol(this.trace);
		try (RunningServer server = EventLoopFixture.run(type, () -> protocol,
				(options) -> options.maxConnections(2).overflow(Overflow.REJECT),
				EventLoopFixture.toldTo(this.trace))) {
			for (int round = 1; round <= 10; round++) {
				StreamClient first = (StreamClient) server.connect();
				StreamClient second = (StreamClient) server.connect();
				this.trace.await("made", 2 * round);
				StreamClient third = (StreamClient) server.connect();
				assertThat(third.receive()).isEqualTo(-1);
				this.trace.await("requestClosed", 3 * round - 2);
				first.close();
				second.shutdownOutput();
				this.trace.await("requestClosed", 3 * round);
			}
		}
		assertThat(this.trace.count("requestReceived")).isEqualTo(30);
		assertThat(this.trace.count("requestClosed")).isEqualTo(30);
		assertThat(this.trace.count("requestRejected MAX_CONNECTIONS")).isEqualTo(10);
		assertThat(this.trace.count("requestStarted")).isEqualTo(20);
		assertThat(count("requestFinished")).isEqualTo(20);
		assertThat(this.trace.count("made")).isEqualTo(20);
		assertThat(count("lost")).isEqualTo(20);
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void connectionThatHasNoRoomWaitsForIt(ServerType type) throws Exception {
		TracedProtocol protocol = new TracedProtocol(this.trace);
		try (RunningServer server = EventLoopFixture.run(type, () -> protocol, (options) -> options.maxConnections(1),
				EventLoopFixture.toldTo(this.trace))) {
			Client previous = server.connect();
			previous.send("hello\n");
			assertThat(previous.receiveLine()).isEqualTo("hello");
			for (int i = 0; i < 10; i++) {
				Client next = server.connect();
				next.send("hello\n");
				assertThat(this.trace.count("requestReceived")).isEqualTo(i + 1);
				previous.close();
				assertThat(next.receiveLine()).isEqualTo("hello");
				previous = next;
			}
		}
		assertThat(count("requestRejected")).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedConnectionKeepsItsPlace(ServerType type) throws Exception {
		TracedProtocol protocol = new Obedient(this.trace, Ending.STOP) {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.detach();
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> protocol,
				(options) -> options.maxConnections(1).overflow(Overflow.REJECT),
				EventLoopFixture.toldTo(this.trace))) {
			server.connect().send("detach\n");
			this.trace.await("requestFinished");
			server.connect();
			this.trace.await("requestRejected MAX_CONNECTIONS");
			protocol.next().close();
			this.trace.await("requestClosed", 2);
			server.connect();
			this.trace.await("made", 2);
		}
	}

	/**
	 * How a connection ends.
	 */
	enum Ending {

		CLOSED_BY_CLIENT, HALF_CLOSED_BY_CLIENT, RESET, CLOSED_BY_SERVER, CLOSED_ELSEWHERE, ABORT, ABORT_ELSEWHERE,
		DETACH, FAILURE_AT_FIRST, FAILURE, FAILURE_IN_TASK, FAILURE_AT_EOF, FAILURE_IN_LAST_CALL, LATE_FAILURE,
		JAVA_ERROR, NO_PROTOCOL, DENIED, DENIED_BY_FAILURE, CLOSED_BY_VERIFIER, CLOSED_AT_FIRST, STOP, STOP_NOW;

		boolean isStarted() {
			return !name().startsWith("DENIED") && this != CLOSED_BY_VERIFIER;
		}

		boolean isMade() {
			return isStarted() && this != NO_PROTOCOL;
		}

		boolean isAdmitted() {
			return isMade() && this != FAILURE_AT_FIRST && this != CLOSED_AT_FIRST;
		}

		boolean isFailure(ServerType type) {
			return switch (this) {
				case RESET -> type == ServerType.TCP;
				case FAILURE_AT_FIRST, FAILURE, FAILURE_IN_TASK, FAILURE_AT_EOF, LATE_FAILURE -> true;
				case JAVA_ERROR, NO_PROTOCOL -> true;
				default -> false;
			};
		}

	}

	/**
	 * Ends connections as it is told to.
	 */
	private static class Obedient extends TracedProtocol {

		private final Ending ending;

		Obedient(Trace trace, Ending ending) {
			super(trace);
			this.ending = ending;
		}

		@Override
		public void connectionMade(Connection connection) throws Exception {
			super.connectionMade(connection);
			if (this.ending == Ending.FAILURE_AT_FIRST) {
				throw new IllegalStateException("expected");
			}
			if (this.ending == Ending.CLOSED_AT_FIRST) {
				connection.close();
			}
		}

		@Override
		void lineReceived(Connection connection, String line) throws Exception {
			if ("hello".equals(line)) {
				connection.write("hello\n");
				return;
			}
			switch (this.ending) {
				case CLOSED_BY_SERVER, FAILURE_IN_LAST_CALL -> connection.close();
				case CLOSED_ELSEWHERE -> new Thread(connection::close).start();
				case ABORT -> connection.abort();
				case ABORT_ELSEWHERE -> new Thread(connection::abort).start();
				case DETACH -> {
					connection.detach();
					new Thread(connection::close).start();
				}
				case LATE_FAILURE -> {
					connection.close();
					throw new IllegalStateException("expected");
				}
				case FAILURE -> throw new IllegalStateException("expected");
				case FAILURE_IN_TASK -> connection.execute(() -> {
					throw new IllegalStateException("expected");
				});
				case JAVA_ERROR -> throw new AssertionError("expected");
				default -> throw new UnsupportedOperationException(line);
			}
		}

		@Override
		public void eofReceived(Connection connection) throws Exception {
			if (this.ending == Ending.FAILURE_AT_EOF) {
				throw new IllegalStateException("expected");
			}
			super.eofReceived(connection);
		}

		@Override
		public void connectionLost(Connection connection, @Nullable Exception cause) throws Exception {
			super.connectionLost(connection, cause);
			if (this.ending == Ending.FAILURE_IN_LAST_CALL) {
				throw new IllegalStateException("expected");
			}
		}

	}

}
