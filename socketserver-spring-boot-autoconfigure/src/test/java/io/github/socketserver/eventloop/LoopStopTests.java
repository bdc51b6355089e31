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

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the stop of an event-loop server.
 */
class LoopStopTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	// by the JDK, for the first connection
	private static final int OPENED_ONCE = 5;

	private final TracedProtocol protocol = new TracedProtocol();

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void idleConnectionsAreEndedAtOnce(ServerType type) throws Exception {
		try (RunningServer server = run(type, this.protocol)) {
			StreamClient silent = (StreamClient) server.connect();
			StreamClient served = (StreamClient) server.connect();
			served.send("hello\n");
			assertThat(served.receiveLine()).isEqualTo("hello");
			this.protocol.trace().await("made", 2);
			close(server.server());
			assertThat(silent.receive()).isEqualTo(-1);
			assertThat(served.receive()).isEqualTo(-1);
			assertThat(this.protocol.trace().count("lost in order")).isEqualTo(2);
			server.awaitEnd();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionCanStillAnswer(ServerType type) throws Exception {
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.pauseReading();
			}

		};
		try (RunningServer server = run(type, pausing)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("question\n");
			pausing.trace().await("line question");
			Connection connection = pausing.next();
			Thread closing = closeOnThread(server.server());
			Awaitility.await().until(() -> !server.server().isRunning());
			assertThat(connection.isOpen()).isTrue();
			assertThat(connection.write("answer\n")).isTrue();
			connection.resumeReading();
			assertThat(new String(client.receiveAll())).isEqualTo("answer\n");
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	/**
	 * What came while the connection was paused had come before the stop, too.
	 */
	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionIsReadOnceMoreWhenItGoesOn(ServerType type) throws Exception {
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write(line + "\n");
				connection.pauseReading();
			}

		};
		try (RunningServer server = run(type, pausing)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("one\n");
			assertThat(client.receiveLine()).isEqualTo("one");
			client.send("two\n");
			Thread closing = closeOnThread(server.server());
			Awaitility.await().until(() -> !server.server().isRunning());
			Connection connection = pausing.next();
			connection.resumeReading();
			assertThat(client.receiveLine()).isEqualTo("two");
			connection.resumeReading();
			assertThat(client.receive()).isEqualTo(-1);
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionIsCutAfterTheGracePeriod(ServerType type) throws Exception {
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				connection.pauseReading();
				trace().add("paused");
			}

		};
		try (Logs logs = new Logs();
				RunningServer server = EventLoopFixture.run(type, () -> pausing,
						(options) -> options.shutdownGracePeriod(Duration.ofMillis(100)))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("question\n");
			pausing.trace().await("paused");
			close(server.server());
			pausing.trace().await("lost in order");
			assertThat(logs.warnings()).singleElement().asString().contains("1 request(s)", "100 ms");
			assertThat(logs.errors()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void closeNowAborts(ServerType type) throws Exception {
		TracedProtocol pushing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write(new byte[8 * 1024 * 1024]);
				connection.pauseReading();
			}

		};
		try (RunningServer server = run(type, pushing)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("push\n");
			pushing.trace().await("line push");
			server.server().closeNow();
			pushing.trace().await("lost in order");
			assertThat(pushing.next().isOpen()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void messageHalfReceivedIsWaitedFor(ServerType type) throws Exception {
		TracedProtocol counting = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				trace().add("data");
				super.dataReceived(connection, data);
			}

		};
		try (RunningServer server = run(type, counting)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("be");
			counting.trace().await("data");
			Thread closing = closeOnThread(server.server());
			Awaitility.await().until(() -> !server.server().isRunning());
			client.send("gun\n");
			assertThat(new String(client.receiveAll())).isEqualTo("begun\n");
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	/**
	 * The loop is held up, so the stop comes while the messages wait in the kernel. The
	 * last of them end with the read buffer of the loop.
	 */
	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void messagesThatHadComeBeforeTheStopAreAnswered(ServerType type) throws Exception {
		Gate gate = new Gate();
		TracedProtocol holding = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) throws Exception {
				if ("hold".equals(line)) {
					gate.pass();
				}
				connection.write(line + "\n");
			}

		};
		String burst = "fifteen letters\n".repeat(9 * 1024);
		try (RunningServer server = run(type, holding)) {
			StreamClient bursting = (StreamClient) server.connect();
			StreamClient single = (StreamClient) server.connect();
			StreamClient holder = (StreamClient) server.connect();
			holding.trace().await("made", 3);
			holder.send("hold\n");
			gate.awaitArrivals(1);
			single.send("question\n");
			bursting.send(burst);
			Thread closing = closeOnThread(server.server());
			Awaitility.await().until(() -> !server.server().isRunning());
			gate.open();
			assertThat(new String(single.receiveAll())).isEqualTo("question\n");
			assertThat(new String(bursting.receiveAll()).equals(burst)).isTrue();
			assertThat(new String(holder.receiveAll())).isEqualTo("hold\n");
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void clientsInTheKernelsQueueAreServed(ServerType type) throws Exception {
		EventLoopServer server = EventLoopFixture.create(type, () -> this.protocol,
				(options) -> options.shutdownGracePeriod(LONG));
		server.start();
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Client client = Client.connect(type, server.serverAddress());
			client.send("queued " + i + "\n");
			clients.add(client);
		}
		close(server);
		for (int i = 0; i < 20; i++) {
			assertThat(clients.get(i).receiveLine()).isEqualTo("queued " + i);
			assertThat(clients.get(i).receiveLine()).isNull();
			clients.get(i).close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void restartedServerHasTheSameAddress(ServerType type) throws Exception {
		EventLoopServer server = EventLoopFixture.create(type, () -> this.protocol, (options) -> {
		});
		server.start();
		SocketAddress address = server.serverAddress();
		for (int i = 0; i < 5; i++) {
			try (RunningServer running = RunningServer.of(server)) {
				assertThat(running.address()).isEqualTo(address);
				assertThat(running.ask("hello " + i)).isEqualTo("hello " + i);
			}
		}
	}

	@Test
	void stopsAndStartsLeaveNothingBehind() throws Exception {
		LiveThreads.awaitNone("socketserver-loop-1");
		long before = OpenDescriptors.count();
		for (int i = 0; i < 200; i++) {
			ServerType type = (i % 2 == 0) ? ServerType.TCP : ServerType.UNIX_STREAM;
			try (RunningServer server = EventLoopFixture.run(type, () -> this.protocol)) {
				StreamClient client = (StreamClient) server.connect();
				client.send("hello\n");
				assertThat(client.receiveLine()).isEqualTo("hello");
				if (i % 3 == 0) {
					close(server.server());
				}
			}
		}
		LiveThreads.awaitNone("socketserver-loop-1");
		OpenDescriptors.awaitAtMost(before + OPENED_ONCE);
		assertThat(this.protocol.trace().count("made")).isEqualTo(200);
		assertThat(this.protocol.trace().count("lost in order")).isEqualTo(200);
	}

	@Test
	void connectionsOfAServerThatACallbackClosesGoOnWithTheirLoop() throws Exception {
		TracedProtocol echoing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				String line = Frames.readLine(data, 100);
				if ("wait".equals(line)) {
					connection.pauseReading();
					((BaseServer) connection.server()).close();
					trace().add("stopped");
				}
				else if (line != null) {
					connection.write(line + "\n");
				}
			}

		};
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> echoing)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("wait\n");
			echoing.trace().await("stopped");
			server.awaitEnd();
			Connection connection = echoing.next();
			connection.write("after the stop\n");
			assertThat(client.receiveLine()).isEqualTo("after the stop");
			connection.close();
			assertThat(client.receive()).isEqualTo(-1);
		}
		LiveThreads.awaitNone("socketserver-loop-1");
	}

	private static RunningServer run(ServerType type, TracedProtocol protocol) {
		return EventLoopFixture.run(type, () -> protocol, (options) -> options.shutdownGracePeriod(LONG));
	}

	private static void close(BaseServer server) throws InterruptedException {
		Thread closing = closeOnThread(server);
		closing.join(Client.LIMIT_MILLIS);
		assertThat(closing.isAlive()).as("still closing").isFalse();
	}

	private static Thread closeOnThread(BaseServer server) {
		Thread thread = new Thread(server::close, "closing");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
