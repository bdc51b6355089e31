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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.hamcrest.BaseMatcher;
import org.hamcrest.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that do not read: nothing is buffered without a bound.
 */
class SlowReaderTests {

	private static final int READ_BUFFER = 64 * 1024;

	private static final int HIGH_WATER_MARK = 100_000;

	private static final int SENT = 16 * 1024 * 1024;

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void nothingIsReadFromAClientThatDoesNotReadItsEcho(ServerType type) throws Exception {
		TracedProtocol echoing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				connection.write(data);
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> echoing,
				(options) -> options.writeHighWaterMark(HIGH_WATER_MARK))) {
			StreamClient client = (StreamClient) server.connect();
			byte[] data = random();
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, data));
			Connection connection = echoing.next();
			awaitRest(connection);
			assertThat(sending).isNotDone();
			long pending = connection.bytesReceived() - connection.bytesSent();
			assertThat(pending).isBetween(1L, (long) HIGH_WATER_MARK + READ_BUFFER);
			// other clients do not notice
			StreamClient other = (StreamClient) server.connect();
			other.send("a line\n");
			assertThat(other.receiveLine()).isEqualTo("a line");
			assertThat(connection.bytesReceived() - connection.bytesSent()).isEqualTo(pending);
			assertThat(Arrays.equals(receive(client, SENT), data)).isTrue();
			sending.get(20, TimeUnit.SECONDS);
			// and so again: the reading has really been resumed
			client.send("again\n");
			assertThat(client.receiveLine()).isEqualTo("again");
			Awaitility.await().until(() -> connection.bytesSent() == connection.bytesReceived());
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pushedDataAreBoundedByTheLimitAndOneWrite(ServerType type) throws Exception {
		int maxPending = 300_000;
		byte[] write = new byte[50_000];
		CompletableFuture<Exception> cut = new CompletableFuture<>();
		TracedProtocol pushed = new TracedProtocol() {

			@Override
			public void connectionLost(Connection connection, @Nullable Exception cause) {
				cut.complete(cause);
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pushed,
				(options) -> options.writeHighWaterMark(HIGH_WATER_MARK).maxPendingWrite(maxPending))) {
			server.connect();
			Connection connection = pushed.next();
			while (connection.isOpen()) {
				connection.write(write);
			}
			String message = cut.get(20, TimeUnit.SECONDS).getMessage();
			long pending = Long.parseLong(message.replaceAll("\\D*(\\d+) bytes.*", "$1"));
			assertThat(pending).isBetween(maxPending + 1L, (long) maxPending + write.length);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void writerThatListensToTheAnswersIsNeverCutAndGoesOnWhenToldTo(ServerType type) throws Exception {
		byte[] data = random();
		AtomicLong most = new AtomicLong();
		TracedProtocol pushing = new TracedProtocol() {

			private int position;

			@Override
			void lineReceived(Connection connection, String line) {
				push(connection);
			}

			private void push(Connection connection) {
				boolean goesOn = true;
				while (goesOn && this.position < data.length) {
					int length = Math.min(10_000, data.length - this.position);
					goesOn = connection.write(ByteBuffer.wrap(data, this.position, length));
					this.position += length;
					most.accumulateAndGet(this.position - connection.bytesSent(), Math::max);
				}
				if (this.position == data.length) {
					connection.close();
				}
			}

			@Override
			public void resumeWriting(Connection connection) {
				trace().add("resume");
				push(connection);
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pushing,
				(options) -> options.writeHighWaterMark(HIGH_WATER_MARK).maxPendingWrite(HIGH_WATER_MARK))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("push\n");
			awaitRest(pushing.next());
			assertThat(Arrays.equals(client.receiveAll(), data)).isTrue();
			pushing.trace().await("lost in order");
			assertThat(pushing.trace().count("resume")).isPositive();
			assertThat(most.get()).isLessThanOrEqualTo(HIGH_WATER_MARK + 10_000);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionIsNotReadAndItsClientHasToWait(ServerType type) throws Exception {
		AtomicLong taken = new AtomicLong();
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				if (taken.getAndAdd(data.remaining()) == 0) {
					connection.pauseReading();
				}
				data.position(data.limit());
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pausing)) {
			StreamClient client = (StreamClient) server.connect();
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, new byte[SENT]));
			Connection connection = pausing.next();
			awaitRest(connection);
			assertThat(sending).isNotDone();
			assertThat(connection.bytesReceived()).isLessThanOrEqualTo(READ_BUFFER);
			connection.resumeReading();
			sending.get(20, TimeUnit.SECONDS);
			Awaitility.await().until(() -> taken.get() == SENT);
		}
	}

	/**
	 * Wait until nothing moves any more. That it moves later would fail no test.
	 */
	private static void awaitRest(Connection connection) {
		Awaitility.await()
			.during(Duration.ofMillis(300))
			.atMost(Duration.ofSeconds(20))
			.until(() -> connection.bytesReceived() + connection.bytesSent(), new Unchanged());
	}

	private static byte[] random() {
		byte[] data = new byte[SENT];
		new Random(1).nextBytes(data);
		return data;
	}

	private static byte[] receive(StreamClient client, int length) throws IOException {
		byte[] data = new byte[length];
		for (int i = 0; i < length; i++) {
			data[i] = (byte) client.receive();
		}
		return data;
	}

	private static void send(Client client, byte[] data) {
		try {
			client.send(data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Matches a number that is the same as the last time, and not zero.
	 */
	private static final class Unchanged extends BaseMatcher<Long> {

		private long last;

		@Override
		public boolean matches(Object actual) {
			boolean same = actual.equals(this.last) && this.last > 0;
			this.last = (Long) actual;
			return same;
		}

		@Override
		public void describeTo(Description description) {
			description.appendText("the same number again");
		}

	}

}
