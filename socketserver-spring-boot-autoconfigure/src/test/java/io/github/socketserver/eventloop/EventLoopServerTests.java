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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.Frames;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.processing.SynchronousProcessor;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EventLoopServer}.
 */
class EventLoopServerTests {

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void linesAreEchoedHoweverTheyArrive(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> EventLoopFixture::echo)) {
			Client client = server.connect();
			client.send("one\ntwo\r\nthr");
			assertThat(client.receiveLine()).isEqualTo("one");
			assertThat(client.receiveLine()).isEqualTo("two");
			client.send("ee\n");
			assertThat(client.receiveLine()).isEqualTo("three");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void protocolIsToldWhatHappensInOrder(ServerType type) throws Exception {
		Recorder recorder = new Recorder();
		try (RunningServer server = EventLoopFixture.run(type, () -> recorder)) {
			StreamClient client = (StreamClient) server.connect();
			assertThat(client.receiveLine()).isEqualTo("welcome");
			client.send("hello\n");
			assertThat(recorder.next()).isEqualTo("made");
			assertThat(recorder.next()).isEqualTo("data hello");
			client.shutdownOutput();
			assertThat(recorder.next()).isEqualTo("eof");
			assertThat(client.receiveLine()).isEqualTo("bye");
			assertThat(client.receive()).isEqualTo(-1);
			assertThat(recorder.next()).isEqualTo("lost null");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void protocolCanUseAnIncompleteMessageAtTheEnd(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> new StreamProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				EventLoopFixture.echo(connection, data);
			}

			@Override
			public void eofReceived(Connection connection) {
				connection.write(connection.unread());
				connection.write("|" + connection.unread().remaining());
				connection.close();
			}

		})) {
			StreamClient client = (StreamClient) server.connect();
			client.send("line\nrest");
			client.shutdownOutput();
			assertThat(new String(client.receiveAll())).isEqualTo("line\nrest|0");
		}
	}

	@Test
	void resetIsTheCauseOfTheLoss() throws Exception {
		Recorder recorder = new Recorder();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> recorder)) {
			StreamClient client = (StreamClient) server.connect();
			client.receiveLine();
			client.reset();
			assertThat(recorder.next()).isEqualTo("made");
			assertThat(recorder.next()).isEqualTo("lost Connection reset");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void errorHandlerCanWriteBeforeTheConnectionIsClosed(ServerType type) throws Exception {
		CompletableFuture<Exception> cause = new CompletableFuture<>();
		StreamProtocol failing = new StreamProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				connection.write("before ");
				throw new IllegalStateException("expected");
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception failure) {
				cause.complete(failure);
			}

		};
		EventLoopServer server = EventLoopFixture.create(type, () -> failing, (options) -> {
		});
		server.setHooks(new ServerHooks(List.of(), List.of(), List.of((request, error) -> {
			request.output().write(error.getMessage() + "\n");
			return true;
		}), List.of(), List.of()));
		try (RunningServer running = RunningServer.of(server)) {
			StreamClient client = (StreamClient) running.connect();
			client.send("x");
			assertThat(new String(client.receiveAll())).isEqualTo("before expected\n");
			assertThat(cause.get()).hasMessage("expected");
		}
	}

	@Test
	void protocolThatReadsNothingMeetsTheLimitOfFrames() throws Exception {
		CompletableFuture<Exception> cause = new CompletableFuture<>();
		StreamProtocol naive = new StreamProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception failure) {
				cause.complete(failure);
			}

		};
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> naive,
				(options) -> options.maxFrameLength(100))) {
			Client client = server.connect();
			client.send("x".repeat(60));
			client.send("x".repeat(60));
			assertThat(cause.get()).isInstanceOf(FrameTooLongException.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void pausedConnectionIsNotReadUntilItIsResumed(ServerType type) throws Exception {
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		CompletableFuture<Connection> paused = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			String line = Frames.readLine(data, 100);
			if (line != null) {
				lines.add(line);
				connection.pauseReading();
				paused.complete(connection);
			}
		})) {
			server.connect().send("one\ntwo\n");
			Connection connection = paused.get();
			connection.execute(() -> lines.add("task"));
			assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
			assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("task");
			connection.resumeReading();
			assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("two");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void nextProtocolBeginsWithTheUnreadBytes(ServerType type) throws Exception {
		StreamProtocol frames = (connection, data) -> {
			for (byte[] frame = Frames.readFrame(data, 1, 100); frame != null; frame = Frames.readFrame(data, 1, 100)) {
				connection.write("frame " + new String(frame) + "\n");
			}
		};
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			if (Frames.readLine(data, 100) != null) {
				connection.setProtocol(frames);
			}
		})) {
			Client client = server.connect();
			client.send("upgrade\n\3abc\2d");
			assertThat(client.receiveLine()).isEqualTo("frame abc");
			client.send("e");
			assertThat(client.receiveLine()).isEqualTo("frame de");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void anyThreadCanPushToAnyConnection(ServerType type) throws Exception {
		Set<Connection> room = ConcurrentHashMap.newKeySet();
		try (RunningServer server = EventLoopFixture.run(type, () -> new StreamProtocol() {

			@Override
			public void connectionMade(Connection connection) {
				room.add(connection);
			}

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				String line = Frames.readLine(data, 100);
				room.forEach((member) -> member.write(line + "\n"));
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception cause) {
				room.remove(connection);
			}

		})) {
			Client ann = server.connect();
			Client bob = server.connect();
			Awaitility.await().until(() -> room.size() == 2);
			ann.send("hello all\n");
			assertThat(ann.receiveLine()).isEqualTo("hello all");
			assertThat(bob.receiveLine()).isEqualTo("hello all");
			room.forEach((member) -> member.write("from outside\n"));
			assertThat(bob.receiveLine()).isEqualTo("from outside");
			ann.close();
			Awaitility.await().until(() -> room.size() == 1);
		}
		assertThat(room).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void detachedConnectionIsServedByBlockingHandler(ServerType type) throws Exception {
		CompletableFuture<Boolean> lost = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> new StreamProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
				if ("block".equals(Frames.readLine(data, 100))) {
					connection.write("blocking\n");
					connection.detach();
					new Thread(() -> converse(connection)).start();
				}
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception cause) {
				lost.complete(true);
			}

		})) {
			StreamClient client = (StreamClient) server.connect();
			client.send("block\nfirst\nsec");
			assertThat(client.receiveLine()).isEqualTo("blocking");
			assertThat(client.receiveLine()).isEqualTo("echo first");
			client.send("ond\n");
			assertThat(client.receiveLine()).isEqualTo("echo second");
			client.shutdownOutput();
			assertThat(client.receive()).isEqualTo(-1);
			assertThat(lost).isNotDone();
		}
	}

	private static void converse(Connection connection) {
		try (connection) {
			for (String line = connection.input().readLine(); line != null; line = connection.input().readLine()) {
				connection.output().write("echo " + line + "\n");
			}
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@Test
	void onlyTheLoopCanDetachAndOnlyDetachedConnectionHasInput() throws Exception {
		CompletableFuture<Connection> made = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> new StreamProtocol() {

			@Override
			public void connectionMade(Connection connection) {
				made.complete(connection);
			}

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
			}

		})) {
			server.connect();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(made.get()::detach)
				.withMessageContaining("execute");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(made.get()::input)
				.withMessageContaining("detach");
		}
	}

	@Test
	void errorOfOneConnectionLeavesTheOthersAlone() throws Exception {
		Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> (connection, data) -> {
			if ("die".equals(Frames.readLine(data.duplicate(), 100))) {
				throw new AssertionError("expected");
			}
			EventLoopFixture.echo(connection, data);
		})) {
			Client healthy = server.connect();
			healthy.send("one\n");
			assertThat(healthy.receiveLine()).isEqualTo("one");
			StreamClient dying = (StreamClient) server.connect();
			dying.send("die\n");
			assertThat(dying.receive()).isEqualTo(-1);
			healthy.send("two\n");
			assertThat(healthy.receiveLine()).isEqualTo("two");
			assertThat(uncaught).extracting(Throwable::getMessage).containsExactly("expected");
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}
	}

	@Test
	void serversShareTheThreadsOfTheirLoops() throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		EventLoopGroup group = new EventLoopGroup(2);
		List<RunningServer> servers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			EventLoopServer server = new EventLoopServer(
					new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
					() -> (connection, data) -> {
						threads.add(Thread.currentThread());
						EventLoopFixture.echo(connection, data);
					}, io.github.socketserver.server.ServerOptions.defaults(), group);
			servers.add(RunningServer.of(server));
		}
		for (RunningServer server : servers) {
			for (int i = 0; i < 4; i++) {
				assertThat(server.ask("hello")).isEqualTo("hello");
			}
		}
		servers.forEach(RunningServer::close);
		assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
		Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
	}

	@Test
	void callbackCanCloseItsServer() throws Exception {
		CompletableFuture<EventLoopServer> self = new CompletableFuture<>();
		EventLoopServer server = EventLoopFixture.create(ServerType.TCP, () -> (connection, data) -> {
			self.get().close();
			connection.write("closed\n");
			connection.close();
		}, (options) -> {
		});
		self.complete(server);
		try (RunningServer running = RunningServer.of(server)) {
			StreamClient client = (StreamClient) running.connect();
			client.send("x");
			assertThat(new String(client.receiveAll())).isEqualTo("closed\n");
			running.awaitEnd();
		}
	}

	@Test
	void connectionThatWritesWithoutEndIsCutAtTheLimit() throws Exception {
		CompletableFuture<Exception> cause = new CompletableFuture<>();
		CompletableFuture<Connection> made = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> new StreamProtocol() {

			@Override
			public void connectionMade(Connection connection) {
				made.complete(connection);
			}

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception failure) {
				cause.complete(failure);
			}

		}, (options) -> options.maxPendingWrite(100_000).writeHighWaterMark(50_000))) {
			server.connect();
			Connection connection = made.get();
			byte[] data = new byte[10_000];
			boolean goesOn = true;
			long written = 0;
			while (goesOn) {
				goesOn = connection.write(data);
				written += data.length;
			}
			assertThat(written - connection.bytesSent()).isBetween(50_000L, 60_000L);
			Awaitility.await().until(() -> {
				connection.write(data);
				return cause.isDone();
			});
			assertThat(cause.get()).hasMessageContaining("max-pending-write: 100000");
			assertThat(connection.write("more")).isFalse();
			assertThat(connection.isOpen()).isFalse();
		}
	}

	@Test
	void strategyAndInterceptorsAreRefused() {
		assertThatExceptionOfType(InvalidServerOptionException.class)
			.isThrownBy(() -> EventLoopFixture.create(ServerType.TCP, () -> EventLoopFixture::echo,
					(options) -> options.processor((server) -> new SynchronousProcessor())));
		EventLoopServer server = EventLoopFixture.create(ServerType.TCP, () -> EventLoopFixture::echo, (options) -> {
		});
		assertThatIllegalArgumentException()
			.isThrownBy(() -> server.setHooks(new ServerHooks(List.of(),
					List.of((request, next) -> next.handle(request)), List.of(), List.of(), List.of())))
			.withMessageContaining("interceptors");
	}

	@Test
	void closingConnectionSendsWhatIsPendingAndAbortedOneDoesNot() throws Exception {
		byte[] large = new byte[8 * 1024 * 1024];
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> (connection, data) -> {
			connection.write(large);
			if (data.get() == 'c') {
				connection.close();
			}
			else {
				connection.abort();
			}
			assertThat(connection.write("more")).isFalse();
		})) {
			StreamClient closed = (StreamClient) server.connect();
			closed.send("c");
			assertThat(closed.receiveAll()).hasSize(large.length);
			StreamClient aborted = (StreamClient) server.connect();
			aborted.send("a");
			assertThat(aborted.receiveAll().length).isLessThan(large.length);
		}
	}

	@Test
	void taskRunsOnTheLoop() throws Exception {
		CompletableFuture<Thread> callback = new CompletableFuture<>();
		CompletableFuture<Thread> task = new CompletableFuture<>();
		Gate gate = new Gate();
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> (connection, data) -> {
			data.position(data.limit());
			callback.complete(Thread.currentThread());
			connection.execute(() -> {
				task.complete(Thread.currentThread());
				connection.write("done\n");
			});
			assertThat(task).isNotDone();
		})) {
			Client client = server.connect();
			client.send("x");
			assertThat(client.receiveLine()).isEqualTo("done");
			assertThat(task.get()).isSameAs(callback.get());
			gate.open();
		}
	}

	/**
	 * Notes what it is told.
	 */
	private static final class Recorder implements StreamProtocol {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return String.valueOf(this.events.poll(20, TimeUnit.SECONDS));
		}

		@Override
		public void connectionMade(Connection connection) {
			this.events.add("made");
			connection.write("welcome\n");
		}

		@Override
		public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
			this.events.add("data " + Frames.readLine(data, 100));
		}

		@Override
		public void eofReceived(Connection connection) {
			this.events.add("eof");
			connection.write("bye\n");
			connection.close();
		}

		@Override
		public void connectionLost(Connection connection, @Nullable Exception cause) {
			this.events.add("lost " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
