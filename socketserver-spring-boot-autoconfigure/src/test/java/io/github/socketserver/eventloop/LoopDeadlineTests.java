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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients of an event loop that take too long.
 */
class LoopDeadlineTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofMinutes(10);

	private final BlockingQueue<Exception> errors = new LinkedBlockingQueue<>();

	private final ServerHooks hooks = EventLoopFixture.errorsHandledBy((request, failure) -> {
		this.errors.add(failure);
		request.output().write("too late\n");
		return true;
	});

	private final TracedProtocol protocol = new TracedProtocol();

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void silenceInsideAMessageGoesToTheErrorHandlerWhichCanStillWrite(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> this.protocol,
				(options) -> options.timeout(SHORT).idleTimeout(LONG), this.hooks)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("half");
			assertThat(new String(client.receiveAll())).isEqualTo("too late\n");
			assertThat(error()).isInstanceOf(SocketTimeoutException.class).hasMessageContaining("'timeout', PT0.05S");
			this.protocol.trace().await("lost by SocketTimeoutException");
			assertThat(this.errors).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void silenceBetweenMessagesEndsTheConnectionQuietly(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> this.protocol,
				(options) -> options.timeout(LONG).idleTimeout(SHORT), this.hooks)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("hello\n");
			assertThat(new String(client.receiveAll())).isEqualTo("hello\n");
			StreamClient silent = (StreamClient) server.connect();
			assertThat(silent.receive()).isEqualTo(-1);
			this.protocol.trace().await("lost in order", 2);
			assertThat(this.errors).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void messageThatDripsIsCutAtItsOwnLimit(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> this.protocol,
				(options) -> options.timeout(LONG).requestTimeout(SHORT), this.hooks)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("whole\n");
			assertThat(client.receiveLine()).isEqualTo("whole");
			Thread dripping = new Thread(() -> drip(client));
			dripping.start();
			assertThat(client.receiveLine()).isEqualTo("too late");
			assertThat(error()).isInstanceOf(SocketTimeoutException.class).hasMessageContaining("'request-timeout'");
			dripping.join(Client.LIMIT_MILLIS);
			assertThat(dripping.isAlive()).isFalse();
		}
	}

	private static void drip(StreamClient client) {
		try {
			while (true) {
				client.send("x");
				TimeUnit.MILLISECONDS.sleep(5);
			}
		}
		catch (IOException | InterruptedException ex) {
			// the server has closed
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void clientThatTakesNothingEndsItsConnection(ServerType type) throws Exception {
		TracedProtocol pushing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write(new byte[8 * 1024 * 1024]);
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pushing,
				(options) -> options.timeout(SHORT).idleTimeout(LONG), this.hooks)) {
			server.connect().send("push\n");
			pushing.trace().await("lost by SocketTimeoutException");
			assertThat(error()).hasMessageContaining("has taken nothing within 'timeout'");
			assertThat(pushing.next().isOpen()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void clientThatTakesNothingEndsAlsoAConnectionThatIsBeingClosed(ServerType type) throws Exception {
		TracedProtocol closing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write(new byte[8 * 1024 * 1024]);
				connection.close();
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> closing,
				(options) -> options.timeout(SHORT).idleTimeout(LONG), this.hooks)) {
			server.connect().send("push\n");
			closing.trace().await("lost by SocketTimeoutException");
		}
	}

	/**
	 * Other clients, which come after the paused one and are cut, show that the time has
	 * passed.
	 */
	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionHasNoLimitForReading(ServerType type) throws Exception {
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				if (data.get(data.position()) == 'p') {
					trace().add("paused");
					connection.pauseReading();
				}
				else {
					super.dataReceived(connection, data);
				}
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception cause) {
				trace().add("lost");
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pausing,
				(options) -> options.timeout(SHORT).idleTimeout(SHORT).requestTimeout(SHORT), this.hooks)) {
			Client paused = server.connect();
			Connection connection = pausing.next();
			paused.send("paused in a message");
			pausing.trace().await("paused");
			for (int i = 1; i <= 3; i++) {
				server.connect().send("half");
				pausing.trace().await("lost", i);
			}
			assertThat(connection.isOpen()).isTrue();
			connection.write("still there\n");
			assertThat(paused.receiveLine()).isEqualTo("still there");
			connection.execute(() -> connection.setProtocol(this.protocol));
			connection.resumeReading();
			assertThat(paused.receiveLine()).isEqualTo("too late");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void connectionCanHaveATimeoutOfItsOwn(ServerType type) throws Exception {
		TracedProtocol hurrying = new TracedProtocol() {

			@Override
			public void connectionMade(Connection connection) {
				connection.setTimeout(SHORT);
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> hurrying,
				(options) -> options.timeout(LONG).idleTimeout(LONG), this.hooks)) {
			Client client = server.connect();
			client.send("half");
			assertThat(client.receiveLine()).isEqualTo("too late");
			assertThat(error()).hasMessageContaining("PT0.05S");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void timeoutOfZeroIsNone(ServerType type) throws Exception {
		TracedProtocol patient = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.setTimeout(Duration.ZERO);
				connection.write("patient\n");
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> patient,
				(options) -> options.timeout(SHORT).idleTimeout(LONG), this.hooks)) {
			Client client = server.connect();
			client.send("wait\nhalf");
			assertThat(client.receiveLine()).isEqualTo("patient");
			for (int i = 0; i < 3; i++) {
				Client other = server.connect();
				other.send("half");
				assertThat(other.receiveLine()).isEqualTo("too late");
			}
			client.send(" a line\n");
			assertThat(client.receiveLine()).isEqualTo("patient");
		}
	}

	private Exception error() throws InterruptedException {
		Exception error = this.errors.poll(20, TimeUnit.SECONDS);
		assertThat(error).isNotNull();
		return error;
	}

}
