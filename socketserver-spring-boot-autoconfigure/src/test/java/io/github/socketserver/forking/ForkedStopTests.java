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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers that stop while children are at work.
 */
class ForkedStopTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	@ParameterizedTest
	@EnumSource(Way.class)
	void stopEndsAHandlerThatWaitsForTheNextMessage(Way way) throws Exception {
		try (ForkedServer server = way.setup(Messages.class)
			.with((options) -> options.shutdownGracePeriod(LONG))
			.run()) {
			StreamClient client = server.stream();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			server.notes().await("waits 2");
			stop(server).get(20, TimeUnit.SECONDS);
			assertThat(client.receiveAll()).asString().isEqualTo("bye");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void stopLetsAMessageBeHandledInFullAndEndsTheRequestThen(Way way) throws Exception {
		try (ForkedServer server = way.setup(Messages.class)
			.with((options) -> options.shutdownGracePeriod(LONG))
			.run()) {
			StreamClient client = server.stream();
			client.send("gate\n");
			server.notes().await("at the gate");
			CompletableFuture<Void> stop = stop(server);
			Eventually.until(() -> !server.server().isRunning());
			server.notes().open("go");
			assertThat(client.receiveAll()).asString().isEqualTo("gate\nbye");
			stop.get(20, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void handlerThatTakesLongerThanTheGracePeriodIsCut(Way way) throws Exception {
		try (ForkedServer server = way.setup(Messages.class)
			.with((options) -> options.shutdownGracePeriod(Duration.ofMillis(100)))
			.run()) {
			StreamClient client = server.stream();
			client.send("gate\n");
			server.notes().await("at the gate");
			stop(server).get(20, TimeUnit.SECONDS);
			assertThat(client.receiveAll()).isEmpty();
			if (way.isForking()) {
				server.trace().awaitEnds(ChildEnd.KILLED);
			}
		}
	}

	@Test
	void stopEndsAHandlerThatGetsItsChildMeanwhile() throws Exception {
		Notes gate = Notes.create();
		try (ForkedServer server = ForkedSetup.tcp(Messages.class)
			.program(SlowStart.program(Messages.class))
			.children((children) -> children.jvmOptions(SlowStart.options(gate.path("start"))))
			.with((options) -> options.shutdownGracePeriod(LONG))
			.run()) {
			StreamClient client = server.stream();
			Eventually.until(() -> server.children().size() == 1);
			CompletableFuture<Void> stop = stop(server);
			Eventually.until(() -> !server.server().isRunning());
			gate.open("start");
			assertThat(client.receiveAll()).asString().isEqualTo("bye");
			stop.get(20, TimeUnit.SECONDS);
		}
		gate.delete();
	}

	@Test
	void serverThatDoesNotBlockOnCloseLetsItsChildFinish() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Messages.class)
			.children((children) -> children.spareChildren(1))
			.with((options) -> options.blockOnClose(false).shutdownGracePeriod(LONG))
			.run()) {
			StreamClient client = server.stream();
			client.send("gate\n");
			server.notes().await("at the gate");
			server.trace().awaitSpare(1);
			stop(server).get(20, TimeUnit.SECONDS);
			server.trace().awaitEnds(ChildEnd.RETIRED);
			assertThat(server.children()).hasSize(1);
			server.notes().open("go");
			assertThat(client.receiveAll()).asString().isEqualTo("gate\nbye");
			server.trace().awaitEnds(ChildEnd.RETIRED, ChildEnd.RETIRED);
			server.leftovers().awaitNone();
		}
	}

	@Test
	void stopWhileAChildStartsLeavesNothing() throws Exception {
		for (int i = 0; i < 5; i++) {
			try (ForkedServer server = ForkedSetup.tcp(Messages.class)
				.children((children) -> children.spareChildren(2))
				.run()) {
				stop(server).get(20, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void serverCanBeStartedAgainWhileAChildOfItsFormerRunIsBusy() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Messages.class)
			.with((options) -> options.blockOnClose(false))
			.run()) {
			StreamClient client = server.stream();
			client.send("gate\n");
			server.notes().await("at the gate");
			stop(server).get(20, TimeUnit.SECONDS);
			server.server().start();
			Thread serving = new Thread(server.server()::serveForever);
			serving.start();
			StreamClient other = server.stream();
			other.send("hello\n");
			assertThat(other.receiveLine()).isEqualTo("hello");
			server.notes().open("go");
			assertThat(client.receiveLine()).isEqualTo("gate");
			other.shutdownOutput();
			assertThat(other.receiveAll()).asString().isEqualTo("bye");
			server.server().close();
			serving.join();
		}
	}

	private static CompletableFuture<Void> stop(ForkedServer server) {
		return Background.run(server.server()::close);
	}

	/**
	 * Sends lines back, one of them after the test lets it.
	 */
	static final class Messages implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			int count = 1;
			Notes.of(request).add("waits " + count);
			while (request.input().awaitData()) {
				String line = request.input().readLine();
				if ("gate".equals(line)) {
					Notes.of(request).add("at the gate");
					Notes.of(request).pass("go");
				}
				request.output().write(line + "\n");
				count++;
				Notes.of(request).add("waits " + count);
			}
			request.output().write("bye");
		}

	}

}
