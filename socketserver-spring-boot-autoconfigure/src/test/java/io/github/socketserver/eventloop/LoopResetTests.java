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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that go away at any moment, also many at a time.
 */
class LoopResetTests {

	private static final int MANY = 1000;

	private static final byte[] LARGE = new byte[512 * 1024];

	private final Trace trace = new Trace();

	/**
	 * One bystander is served before and after, by the same loop.
	 */
	@ParameterizedTest
	@EnumSource
	void resetAtAnyPointEndsOneConnectionOnceAndNoOther(Point point) throws Exception {
		Gate gate = new Gate();
		TracedProtocol protocol = new Stepping(this.trace, point, gate);
		try (Logs logs = new Logs();
				RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> protocol,
						(options) -> options.maxPendingWrite(100_000_000), EventLoopFixture.toldTo(this.trace))) {
			Client bystander = server.connect();
			bystander.send("hello\n");
			assertThat(bystander.receiveLine()).isEqualTo("hello");
			StreamClient client = (StreamClient) server.connect();
			point.prepare(client, this.trace, gate);
			client.reset();
			gate.open();
			protocol.next();
			if (point == Point.PAUSED || point == Point.HALF_OPEN) {
				// nobody looks at such a connection until something is to be written
				Connection connection = protocol.next();
				Awaitility.await().until(() -> {
					connection.write("are you there?\n");
					return !connection.isOpen();
				});
			}
			if (point == Point.DETACHED) {
				Connection connection = protocol.next();
				Awaitility.await().untilAsserted(() -> assertThat(isBroken(connection)).isTrue());
				connection.close();
			}
			this.trace.await("requestClosed");
			bystander.send("still here\n");
			assertThat(bystander.receiveLine()).isEqualTo("still here");
			bystander.close();
			this.trace.await("requestClosed", 2);
			assertThat(logs.errors()).isEmpty();
			assertThat(logs.warnings()).isEmpty();
		}
		assertThat(this.trace.count("requestClosed")).isEqualTo(2);
		assertThat(this.trace.count("requestReceived")).isEqualTo(2);
		assertThat(this.trace.events()).filteredOn((event) -> event.startsWith("requestFinished")).hasSize(2);
		assertThat(this.trace.events()).filteredOn((event) -> event.startsWith("lost"))
			.hasSize((point != Point.DETACHED) ? 2 : 1);
	}

	private static boolean isBroken(Connection connection) {
		try {
			connection.output().write("are you there?\n");
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@CsvSource({ "TCP, false", "TCP, true", "UNIX_STREAM, false" })
	void thousandClientsThatGoWhileDataArePendingLeaveNothingBehind(ServerType type, boolean reset) throws Exception {
		TracedProtocol pushing = new TracedProtocol(this.trace) {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write("push".equals(line) ? LARGE : "echo\n".getBytes());
			}

		};
		EventLoopGroup group = new EventLoopGroup(1);
		EventLoopServer server = new EventLoopServer(EventLoopFixture.newAddress(type), () -> pushing,
				ServerOptions.builder().sendBufferSize(4096).build(), group);
		server.setHooks(EventLoopFixture.toldTo(this.trace));
		try (RunningServer running = RunningServer.of(server)) {
			Client bystander = running.connect();
			bystander.send("hello\n");
			assertThat(bystander.receiveLine()).isEqualTo("echo");
			long before = OpenDescriptors.count();
			List<StreamClient> clients = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				StreamClient client = new StreamClient(running.address());
				client.send("push\nhalf a line");
				clients.add(client);
			}
			this.trace.await("line push", MANY);
			for (StreamClient client : clients) {
				if (reset) {
					client.reset();
				}
				else {
					client.close();
				}
			}
			this.trace.await("requestClosed", MANY);
			bystander.send("hello\n");
			assertThat(bystander.receiveLine()).isEqualTo("echo");
			OpenDescriptors.awaitAtMost(before);
			assertThat(group.next().connections()).isOne();
		}
		assertThat(this.trace.count("requestReceived")).isEqualTo(MANY + 1);
		assertThat(this.trace.count("requestClosed")).isEqualTo(MANY + 1);
		assertThat(this.trace.events()).filteredOn((event) -> event.startsWith("lost")).hasSize(MANY + 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void thousandConnectionsThatTheServerClosesWhileDataArePendingSendThemAll(ServerType type) throws Exception {
		TracedProtocol closing = new TracedProtocol(this.trace) {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				data.position(data.limit());
				connection.write(LARGE);
				connection.close();
				trace().add("closing");
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> closing, (options) -> options.sendBufferSize(4096),
				EventLoopFixture.toldTo(this.trace))) {
			long before = OpenDescriptors.count();
			List<StreamClient> clients = new ArrayList<>();
			for (int i = 0; i < MANY / 4; i++) {
				StreamClient client = new StreamClient(server.address());
				client.send("x");
				clients.add(client);
			}
			this.trace.await("closing", MANY / 4);
			for (StreamClient client : clients) {
				assertThat(client.receiveAll().length).isEqualTo(LARGE.length);
				client.close();
			}
			this.trace.await("requestClosed", MANY / 4);
			OpenDescriptors.awaitAtMost(before);
		}
		assertThat(this.trace.count("lost in order")).isEqualTo(MANY / 4);
	}

	/**
	 * A moment in the life of a connection.
	 */
	enum Point {

		BEFORE_THE_FIRST_BYTE, IN_A_MESSAGE, WHILE_THE_REPLY_IS_PENDING, WHILE_IT_IS_MADE, WHILE_IT_IS_CALLED,
		HALF_OPEN, WHILE_CLOSING, PAUSED, DETACHED;

		void prepare(StreamClient client, Trace trace, Gate gate) throws Exception {
			trace.await((this == WHILE_IT_IS_MADE) ? "at the gate" : "made", (this == WHILE_IT_IS_MADE) ? 1 : 2);
			switch (this) {
				case IN_A_MESSAGE -> client.send("hel");
				case WHILE_THE_REPLY_IS_PENDING, WHILE_CLOSING -> {
					client.send("push\n");
					trace.await("pushed");
				}
				case WHILE_IT_IS_CALLED -> {
					client.send("gate\n");
					gate.awaitArrivals(1);
				}
				case HALF_OPEN -> {
					client.send("hello\n");
					client.shutdownOutput();
					trace.await("eof");
				}
				case PAUSED -> {
					client.send("pause\n");
					trace.await("paused");
				}
				case DETACHED -> {
					client.send("detach\n");
					trace.await("requestFinished");
				}
				default -> {
				}
			}
		}

	}

	/**
	 * Brings a connection to a point.
	 */
	private static final class Stepping extends TracedProtocol {

		private final Point point;

		private final Gate gate;

		private final AtomicBoolean first = new AtomicBoolean(true);

		private final AtomicBoolean halfOpen = new AtomicBoolean();

		Stepping(Trace trace, Point point, Gate gate) {
			super(trace);
			this.point = point;
			this.gate = gate;
		}

		@Override
		public void connectionMade(Connection connection) throws Exception {
			if (!this.first.getAndSet(false) && this.point == Point.WHILE_IT_IS_MADE) {
				trace().add("at the gate");
				this.gate.pass();
				connection.write("welcome\n");
			}
			super.connectionMade(connection);
		}

		@Override
		void lineReceived(Connection connection, String line) throws Exception {
			switch (line) {
				case "push" -> {
					connection.write(new byte[16 * 1024 * 1024]);
					if (this.point == Point.WHILE_CLOSING) {
						connection.close();
					}
					trace().add("pushed");
				}
				case "gate" -> {
					this.gate.pass();
					connection.write("reply\n");
				}
				case "pause" -> {
					connection.pauseReading();
					trace().add("paused");
				}
				case "detach" -> connection.detach();
				default -> super.lineReceived(connection, line);
			}
		}

		@Override
		public void eofReceived(Connection connection) throws Exception {
			if (this.point == Point.HALF_OPEN && !this.halfOpen.getAndSet(true)) {
				trace().add("eof");
			}
			else {
				super.eofReceived(connection);
			}
		}

	}

}
