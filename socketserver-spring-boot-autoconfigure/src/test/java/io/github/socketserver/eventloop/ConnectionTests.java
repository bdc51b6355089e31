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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.ServerListener;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a protocol may do to its connection without harm to it or to others.
 */
class ConnectionTests {

	@Test
	void orderOfBytesThatOneProtocolSetsDoesNotMeetAnother() throws Exception {
		Queue<ByteOrder> orders = new ConcurrentLinkedQueue<>();
		EventLoopGroup group = new EventLoopGroup(1);
		EventLoopServer server = new EventLoopServer(new InetSocketAddress("127.0.0.1", 0),
				() -> (connection, data) -> {
					orders.add(data.order());
					data.order(ByteOrder.LITTLE_ENDIAN);
					EventLoopFixture.echo(connection, data);
				}, ServerOptions.defaults(), group);
		try (RunningServer running = RunningServer.of(server)) {
			assertThat(running.ask("one")).isEqualTo("one");
			assertThat(running.ask("two")).isEqualTo("two");
			assertThat(orders).hasSizeGreaterThanOrEqualTo(2).containsOnly(ByteOrder.BIG_ENDIAN);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void protocolThatATaskSetsGetsTheUnreadBytesAtOnce(ServerType type) throws Exception {
		CompletableFuture<Connection> waiting = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			if (data.remaining() == 6) {
				waiting.complete(connection);
			}
		})) {
			Client client = server.connect();
			client.send("unread");
			Connection connection = waiting.get(20, TimeUnit.SECONDS);
			connection.execute(() -> connection
				.setProtocol((same, data) -> same.write("got " + new String(Frames.readExactly(data, 6)) + "\n")));
			assertThat(client.receiveLine()).isEqualTo("got unread");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void protocolThatAnotherThreadSetsGetsTheUnreadBytesAtOnce(ServerType type) throws Exception {
		CompletableFuture<Connection> waiting = new CompletableFuture<>();
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			if (data.remaining() == 6) {
				waiting.complete(connection);
			}
		})) {
			Client client = server.connect();
			client.send("unread");
			waiting.get(20, TimeUnit.SECONDS)
				.setProtocol((same, data) -> same.write("got " + new String(Frames.readExactly(data, 6)) + "\n"));
			assertThat(client.receiveLine()).isEqualTo("got unread");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void limitThatAProtocolSetsHidesNothingFromTheNextCall(ServerType type) throws Exception {
		try (RunningServer server = EventLoopFixture.run(type, () -> (connection, data) -> {
			String line = Frames.readLine(data, 100);
			data.limit(data.position());
			if (line != null) {
				connection.write(line + "\n");
				connection.resumeReading();
			}
		})) {
			Client client = server.connect();
			client.send("one\ntwo\n");
			assertThat(client.receiveLine()).isEqualTo("one");
			assertThat(client.receiveLine()).isEqualTo("two");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void writeAfterAHalfCloseIsDroppedAndReadingGoesOn(ServerType type) throws Exception {
		TracedProtocol halfClosing = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) throws Exception {
				connection.write(line + "\n");
				connection.output().close();
				assertThat(connection.write("dropped\n")).isFalse();
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> halfClosing)) {
			StreamClient client = (StreamClient) server.connect();
			client.send("one\n");
			assertThat(new String(client.receiveAll())).isEqualTo("one\n");
			client.send("two\n");
			halfClosing.trace().await("line two");
			assertThat(halfClosing.next().write("dropped too")).isFalse();
			client.shutdownOutput();
			halfClosing.trace().await("lost in order");
		}
	}

	@Test
	void abortFromAnotherThreadNeverStopsTheLoop() throws Exception {
		EventLoopGroup group = new EventLoopGroup(1);
		TracedProtocol flooding = new TracedProtocol() {

			@Override
			public void dataReceived(Connection connection, ByteBuffer data) {
				// so that the interest of the key changes all the time
				connection.write(data);
			}

		};
		EventLoopServer server = new EventLoopServer(new InetSocketAddress("127.0.0.1", 0), () -> flooding,
				ServerOptions.builder().writeHighWaterMark(1).build(), group);
		try (RunningServer running = RunningServer.of(server)) {
			byte[] data = new byte[100_000];
			for (int i = 0; i < 300; i++) {
				StreamClient client = (StreamClient) running.connect();
				Connection connection = flooding.next();
				Thread sender = new Thread(() -> sendUntilCut(client, data));
				sender.start();
				Thread receiver = new Thread(() -> receiveUntilCut(client));
				receiver.start();
				connection.abort();
				sender.join();
				receiver.join();
				client.close();
			}
			flooding.trace().await("lost in order", 300);
			assertThat(running.ask("still there")).isEqualTo("still there");
		}
		assertThat(flooding.trace().events()).noneMatch((event) -> event.startsWith("lost by"));
	}

	private static void sendUntilCut(StreamClient client, byte[] data) {
		try {
			client.send(data);
		}
		catch (IOException ex) {
			// expected
		}
	}

	private static void receiveUntilCut(StreamClient client) {
		try {
			client.receiveAll();
		}
		catch (IOException ex) {
			// expected
		}
	}

	@Test
	void errorsOfHooksEndOneConnectionAndNotTheLoop() throws Exception {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
		RequestErrorHandler failing = (request, failure) -> {
			throw new AssertionError("of the error handler");
		};
		ServerListener listener = new ServerListener() {

			@Override
			public void requestFinished(Request request, @Nullable Throwable failure) {
				if (failure != null) {
					throw new AssertionError("of the listener");
				}
			}

		};
		ServerHooks hooks = new ServerHooks(List.of(), List.of(), List.of(failing), List.of(), List.of(listener));
		CompletableFuture<Exception> lost = new CompletableFuture<>();
		TracedProtocol reset = new TracedProtocol() {

			@Override
			void lineReceived(Connection connection, String line) {
				if ("fail".equals(line)) {
					throw new IllegalStateException("expected");
				}
				connection.write(line + "\n");
			}

			@Override
			public void connectionLost(Connection connection, @Nullable Exception cause) {
				if (cause instanceof IOException) {
					lost.complete(cause);
				}
			}

		};
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> reset, (options) -> {
		}, hooks)) {
			StreamClient first = (StreamClient) server.connect();
			first.send("fail\n");
			assertThat(first.receive()).isEqualTo(-1);
			StreamClient second = (StreamClient) server.connect();
			second.send("hello\n");
			assertThat(second.receiveLine()).isEqualTo("hello");
			second.reset();
			// not with Awaitility, which would take the uncaught exceptions
			assertThat(lost.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
			assertThat(server.ask("served")).isEqualTo("served");
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}
		assertThat(uncaught).extracting(Throwable::getMessage)
			.containsExactlyInAnyOrder("of the error handler", "of the listener", "of the error handler",
					"of the listener");
	}

}
