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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for connections that are half-closed, or taken from their loop.
 */
class LoopDetachTests {

	private static final int LARGE = 8 * 1024 * 1024;

	private final Trace trace = new Trace();

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void serverMayWriteForLongAfterTheClientHasHalfClosed(ServerType type) throws Exception {
		TracedProtocol halfOpen = new TracedProtocol() {

			@Override
			public void eofReceived(Connection connection) {
				trace().add("eof");
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> halfOpen,
				(options) -> options.maxPendingWrite(2 * LARGE))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("one\n");
			client.shutdownOutput();
			halfOpen.trace().await("eof");
			Connection connection = halfOpen.next();
			assertThat(connection.isOpen()).isTrue();
			connection.write(new byte[LARGE]);
			connection.write("end\n");
			connection.close();
			byte[] received = client.receiveAll();
			assertThat(received.length).isEqualTo(LARGE + 8);
			assertThat(new String(received, LARGE + 4, 4)).isEqualTo("end\n");
			halfOpen.trace().await("lost in order");
			assertThat(halfOpen.trace().count("eof")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void halfCloseFollowsWhatIsPendingAndLeavesTheInputOpen(ServerType type) throws Exception {
		TracedProtocol halfClosing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) throws Exception {
				if ("half".equals(line)) {
					connection.write(new byte[LARGE]);
					connection.output().close();
				}
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> halfClosing,
				(options) -> options.writeHighWaterMark(2 * LARGE).maxPendingWrite(2 * LARGE))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("half\n");
			assertThat(client.receiveAll().length).isEqualTo(LARGE);
			client.send("more\n");
			halfClosing.trace().await("line more");
			client.shutdownOutput();
			halfClosing.trace().await("lost in order");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedConnectionBeginsWithWhatIsPendingAndUnread(ServerType type) throws Exception {
		byte[] pending = new byte[LARGE];
		Arrays.fill(pending, (byte) 'p');
		byte[] unread = new byte[50_000];
		Arrays.fill(unread, (byte) 'u');
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			if (data.remaining() >= unread.length) {
				connection.write(pending);
				connection.detach();
				onThread(connection, () -> {
					byte[] begin = connection.input().readExactly(unread.length);
					connection.output().write(Arrays.equals(begin, unread) ? "same" : "different");
					connection.output().write(connection.input().readAllBytes());
					connection.close();
				});
			}
		})) {
			StreamClient client = (StreamClient) server.connect();
			CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receiveAll(client));
			client.send(unread);
			byte[] more = new byte[LARGE];
			Arrays.fill(more, (byte) 'm');
			client.send(more);
			client.shutdownOutput();
			byte[] all = received.get(40, TimeUnit.SECONDS);
			assertThat(all.length).isEqualTo(LARGE + 4 + LARGE);
			assertThat(Arrays.copyOf(all, LARGE)).isEqualTo(pending);
			assertThat(new String(all, LARGE, 4)).isEqualTo("same");
			assertThat(Arrays.copyOfRange(all, LARGE + 4, all.length)).isEqualTo(more);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void whatWasWrittenBeforeTheDetachmentIsSentWithoutTheOwnersHelp(ServerType type) throws Exception {
		TracedProtocol detaching = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				connection.write(line + "\n");
				connection.detach();
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> detaching)) {
			Client client = server.connect();
			client.send("now\n");
			assertThat(client.receiveLine()).isEqualTo("now");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void ownerWhoOnlyClosesSendsWhatIsPending(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			data.position(data.limit());
			connection.write(new byte[LARGE]);
			connection.detach();
			onThread(connection, connection::close);
		})) {
			StreamClient client = (StreamClient) server.connect();
			client.send("x");
			assertThat(client.receiveAll().length).isEqualTo(LARGE);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedInTheFirstCallAlreadyIsServedByAHandler(ServerType type) throws Exception {
		TracedProtocol detaching = new TracedProtocol(this.trace) {

			@Override
			public void connectionMade(Connection connection) {
				connection.write("hello\n");
				connection.detach();
				onThread(connection, () -> {
					new Upper().handle(connection);
					connection.close();
				});
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> detaching, (options) -> {
		}, EventLoopFixture.toldTo(this.trace))) {
			Client client = server.connect();
			assertThat(client.receiveLine()).isEqualTo("hello");
			client.send("text\n");
			assertThat(client.receiveLine()).isEqualTo("TEXT");
			assertThat(client.receiveLine()).isNull();
			this.trace.await("requestClosed");
			this.trace.await("requestFinished");
		}
		assertThat(this.trace.events()).noneMatch((event) -> event.startsWith("lost") || event.startsWith("line"));
		assertThat(this.trace.count("requestClosed")).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedAtTheEndOfInputKeepsTheUnreadBytes(ServerType type) throws Exception {
		TracedProtocol detaching = new TracedProtocol() {

			@Override
			public void eofReceived(Connection connection) {
				connection.detach();
				onThread(connection, () -> {
					connection.output().write("rest " + connection.input().readLine() + "\n");
					connection.output().write("then " + connection.input().readLine() + "\n");
					connection.close();
				});
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> detaching)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("line\nunfinished");
			client.shutdownOutput();
			assertThat(new String(client.receiveAll())).isEqualTo("line\nrest unfinished\nthen null\n");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedByATaskWhilePaused(ServerType type) throws Exception {
		TracedProtocol pausing = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				connection.pauseReading();
				trace().add("paused");
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> pausing)) {
			Client client = server.connect();
			client.send("one\n");
			Connection connection = pausing.next();
			pausing.trace().await("paused");
			client.send("two\n");
			connection.execute(() -> {
				connection.detach();
				onThread(connection, () -> {
					connection.output()
						.write(connection.input().readLine() + " " + connection.input().readLine() + "\n");
					connection.close();
				});
			});
			assertThat(client.receiveLine()).isEqualTo("one two");
		}
	}

	@Test
	void countsOfBytesGoOn() throws Exception {
		CompletableFuture<Connection> done = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> (connection, data) -> {
			if (data.remaining() == 4) {
				connection.write("12");
				connection.detach();
				onThread(connection, () -> {
					connection.input().readExactly(6);
					connection.output().write("345");
					done.complete(connection);
				});
			}
		})) {
			StreamClient client = (StreamClient) server.connect();
			client.send("abcd");
			assertThat(client.receive()).isEqualTo('1');
			client.send("ef");
			Connection connection = done.get(20, TimeUnit.SECONDS);
			assertThat(connection.bytesReceived()).isEqualTo(6);
			assertThat(connection.bytesSent()).isEqualTo(5);
			connection.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void timeoutThatWasSetOnTheLoopHoldsForTheOwner(ServerType type) throws Exception {
		CompletableFuture<Exception> failure = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			data.position(data.limit());
			connection.setTimeout(Duration.ofMillis(50));
			connection.detach();
			onThread(connection, () -> {
				try {
					connection.input().read();
				}
				catch (IOException ex) {
					failure.complete(ex);
				}
				connection.close();
			});
		}, (options) -> options.timeout(Duration.ofMinutes(10)))) {
			server.connect().send("x");
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketTimeoutException.class)
				.hasMessageContaining("PT0.05S");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void stopClosesADetachedConnectionAfterTheGracePeriod(ServerType type) throws Exception {
		CompletableFuture<Connection> detached = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			data.position(data.limit());
			connection.detach();
			detached.complete(connection);
		}, (options) -> options.shutdownGracePeriod(Duration.ofMillis(100)), EventLoopFixture.toldTo(this.trace))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("x");
			Connection connection = detached.get(20, TimeUnit.SECONDS);
			server.server().close();
			assertThat(connection.isOpen()).isFalse();
			assertThat(client.receive()).isEqualTo(-1);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> connection.output().write("late"));
			assertThat(this.trace.count("requestClosed")).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void stopWaitsForTheOwnerAndEndsHisWaitBetweenTwoMessages(ServerType type) throws Exception {
		Trace owner = new Trace();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			connection.detach();
			onThread(connection, () -> {
				while (connection.input().awaitData()) {
					owner.add(connection.input().readLine());
				}
				connection.close();
			});
		}, (options) -> options.shutdownGracePeriod(Duration.ofMinutes(10)))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("one\n");
			owner.await("one");
			Thread closing = new Thread(server.server()::close);
			closing.start();
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
			assertThat(client.receive()).isEqualTo(-1);
		}
	}

	@Test
	void resetMeetsTheOwner() throws Exception {
		CompletableFuture<Exception> failure = new CompletableFuture<>();
		CompletableFuture<Connection> detached = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> (connection, data) -> {
			connection.detach();
			detached.complete(connection);
		}, (options) -> {
		}, EventLoopFixture.toldTo(this.trace))) {
			StreamClient client = (StreamClient) server.connect();
			client.send("unread");
			Connection connection = detached.get(20, TimeUnit.SECONDS);
			client.reset();
			onThread(connection, () -> {
				assertThat(connection.input().readExactly(6)).asString().isEqualTo("unread");
				try {
					connection.input().read();
				}
				catch (IOException ex) {
					failure.complete(ex);
				}
				connection.close();
			});
			assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessageContaining("reset");
			Awaitility.await().until(() -> !connection.isOpen());
			this.trace.await("requestClosed");
		}
	}

	private static void onThread(Connection connection, Action action) {
		Thread thread = new Thread(() -> {
			try {
				action.run();
			}
			catch (Exception ex) {
				connection.close();
			}
		}, "owner");
		thread.setDaemon(true);
		thread.start();
	}

	private static byte[] receiveAll(StreamClient client) {
		try {
			return client.receiveAll();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the owner of a detached connection does.
	 */
	@FunctionalInterface
	private interface Action {

		void run() throws Exception;

	}

	/**
	 * A handler of the usual kind.
	 */
	private static final class Upper extends StreamRequestHandler {

		@Override
		protected void handle() throws IOException {
			wfile().write(rfile().readLine().toUpperCase() + "\n");
		}

	}

}
