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

import java.net.InetSocketAddress;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Connection;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopWatch}.
 */
class LoopWatchTests {

	@Test
	void callThatBlocksIsLoggedOnceWithItsStackAndTheNextOneAgain() throws Exception {
		Gate first = new Gate();
		Gate second = new Gate();
		TracedProtocol blocking = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) throws Exception {
				switch (line) {
					case "first" -> blockTheLoop(first);
					case "second" -> connection.execute(() -> blockInATask(second));
					default -> connection.write(line + "\n");
				}
			}

		};
		try (Logs logs = new Logs(EventLoop.class.getName());
				RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> blocking,
						(options) -> options.name("stuck"))) {
			Client client = server.connect();
			client.send("quick\n");
			assertThat(client.receiveLine()).isEqualTo("quick");
			Connection connection = blocking.next();
			client.send("first\n");
			first.awaitArrivals(1);
			awaitWarnings(logs, 1);
			// the watch looks at another loop as well, and several times at this one
			Gate other = new Gate();
			blockAnotherLoop(other, logs);
			assertThat(logs.warningsWithStacks()).filteredOn((warning) -> warning.contains("'stuck'"))
				.singleElement()
				.asString()
				.contains(connection.toString(), "1 connections", "socketserver-loop-", "blockTheLoop", "Detach");
			first.open();
			client.send("second\n");
			second.awaitArrivals(1);
			awaitWarnings(logs, 2);
			assertThat(logs.warningsWithStacks()).filteredOn((warning) -> warning.contains("'stuck'"))
				.last()
				.asString()
				.contains("blockInATask");
			second.open();
			client.send("quick again\n");
			assertThat(client.receiveLine()).isEqualTo("quick again");
			assertThat(logs.errors()).isEmpty();
		}
	}

	private static void blockAnotherLoop(Gate gate, Logs logs) throws Exception {
		EventLoopServer server = new EventLoopServer(new InetSocketAddress("127.0.0.1", 0),
				() -> (connection, data) -> {
					data.position(data.limit());
					gate.pass();
				}, ServerOptions.builder().name("another").build(), new EventLoopGroup(1));
		try (RunningServer running = RunningServer.of(server)) {
			running.connect().send("x");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> logs.warnings().stream().anyMatch((warning) -> warning.contains("'another'")));
			gate.open();
		}
	}

	private static void awaitWarnings(Logs logs, int count) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> logs.warnings().stream().filter((warning) -> warning.contains("'stuck'")).count() == count);
	}

	private static void blockTheLoop(Gate gate) throws InterruptedException {
		gate.pass();
	}

	private static void blockInATask(Gate gate) {
		try {
			gate.pass();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
