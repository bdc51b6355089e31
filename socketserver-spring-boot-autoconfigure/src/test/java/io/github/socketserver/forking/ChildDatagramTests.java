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

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.DatagramClient;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.UnixDatagramClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for datagrams that are handled in children.
 */
class ChildDatagramTests {

	static Stream<Arguments> ways() {
		return Stream.of(ServerType.UDP, ServerType.UNIX_DATAGRAM)
			.flatMap((type) -> Stream.of(Arguments.of(type, true), Arguments.of(type, false)));
	}

	private static ForkedSetup setup(ServerType type, boolean forking) {
		ForkedSetup setup = ForkedSetup.of(type, Replying.class)
			.children((children) -> children.requestsPerChild(100))
			.with((options) -> options.maxPacketSize(20));
		return forking ? setup : setup.threading();
	}

	@ParameterizedTest(name = "{0}, forking: {1}")
	@MethodSource("ways")
	void repliesAreSentAtOnceAndTheOutputWhenTheHandlerEnds(ServerType type, boolean forking) throws Exception {
		try (ForkedServer server = setup(type, forking).run()) {
			DatagramClient client = (DatagramClient) server.connect();
			client.send("several");
			assertThat(client.receive()).asString().isEqualTo("first");
			assertThat(client.receive()).isEmpty();
			server.notes().open("go");
			assertThat(client.receive()).asString().isEqualTo("the output");
			assertThat(server.notes().await("sent ")).isEqualTo("5");
			client.send("several");
			assertThat(client.receive()).asString().isEqualTo("first");
		}
	}

	@ParameterizedTest(name = "{0}, forking: {1}")
	@MethodSource("ways")
	void handlerThatFailsSendsNothingOfItsOutput(ServerType type, boolean forking) throws Exception {
		try (ForkedServer server = setup(type, forking).run()) {
			DatagramClient client = (DatagramClient) server.connect();
			client.send("fail");
			server.trace().failure();
			client.send("echo");
			assertThat(client.receive()).asString().isEqualTo("echo");
		}
	}

	@ParameterizedTest(name = "{0}, forking: {1}")
	@MethodSource("ways")
	void longDatagramIsKnownToBeTruncated(ServerType type, boolean forking) throws Exception {
		try (ForkedServer server = setup(type, forking).run()) {
			DatagramClient client = (DatagramClient) server.connect();
			client.send("truncated 0123456789");
			assertThat(client.receive()).asString().isEqualTo("20 bytes, truncated: false");
			client.send("truncated 01234567890");
			assertThat(client.receive()).asString().isEqualTo("20 bytes, truncated: true");
		}
	}

	@Test
	void emptyDatagramIsARequest() throws Exception {
		try (ForkedServer server = setup(ServerType.UDP, true).run(); DatagramSocket client = new DatagramSocket()) {
			client.setSoTimeout((int) Client.LIMIT_MILLIS);
			client.send(new DatagramPacket(new byte[0], 0, server.server().serverAddress()));
			DatagramPacket reply = new DatagramPacket(new byte[100], 100);
			client.receive(reply);
			assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8)).isEqualTo("nothing");
		}
		try (ForkedServer server = setup(ServerType.UNIX_DATAGRAM, true).run()) {
			DatagramClient client = (DatagramClient) server.connect();
			client.send(new byte[0]);
			assertThat(client.receive()).asString().isEqualTo("nothing");
		}
	}

	@ParameterizedTest(name = "{0}, forking: {1}")
	@MethodSource("ways")
	void replyThatIsTooLongIsThrownInTheHandler(ServerType type, boolean forking) throws Exception {
		try (ForkedServer server = setup(type, forking).with((options) -> options.sendBufferSize(8000)).run()) {
			DatagramClient client = (DatagramClient) server.connect();
			client.send("too long");
			assertThat(server.notes().await("failure ")).matches("java\\.(io\\.IO|net\\.Socket)Exception: .*");
			assertThat(client.receive()).asString().isEqualTo("goes on");
		}
	}

	@ParameterizedTest(name = "forking: {1}")
	@MethodSource("ways")
	void replyToAClientThatIsGoneIsTheClientsFault(ServerType type, boolean forking, @TempDir Path folder)
			throws Exception {
		try (Logs logs = new Logs(); ForkedServer server = setup(ServerType.UNIX_DATAGRAM, forking).run()) {
			try (UnixDatagramClient client = UnixDatagramClient.at(folder.resolve("client"),
					server.server().serverAddress())) {
				client.send("gone");
				server.notes().await("waits");
			}
			server.notes().open("go");
			assertThat(server.notes().await("failure ")).startsWith("java.net.ConnectException: Nobody receives on ");
			server.trace().failure();
			Eventually.asserted(() -> assertThat(logs.debug()).anyMatch((line) -> line.contains("ended early")));
			assertThat(logs.errors()).isEmpty();
			assertThat(server.ask("echo")).isEqualTo("echo");
		}
	}

	@ParameterizedTest(name = "{0}, forking: {1}")
	@MethodSource("ways")
	void replyAfterTheStopIsThrownInTheHandler(ServerType type, boolean forking) throws Exception {
		try (ForkedServer server = setup(type, forking).with((options) -> options.blockOnClose(false)).run()) {
			server.connect().send("late");
			server.notes().await("waits");
			server.server().close();
			server.notes().open("go");
			assertThat(server.notes().await("failure ")).contains("ClosedChannelException");
		}
	}

	/**
	 * Replies as it is told.
	 */
	static final class Replying implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			DatagramRequest datagram = (DatagramRequest) request;
			Notes notes = Notes.of(request);
			String what = new String(datagram.packet(), StandardCharsets.UTF_8).split(" 0")[0].strip();
			switch (what) {
				case "" -> datagram.reply("nothing");
				case "several" -> {
					datagram.reply("first");
					datagram.reply(new byte[0]);
					notes.pass("go");
					request.output().write("the ");
					request.output().write("output");
					notes.add("sent " + request.bytesSent());
				}
				case "truncated" ->
					request.output().write(datagram.packet().length + " bytes, truncated: " + datagram.isTruncated());
				case "fail" -> {
					request.output().write("half");
					throw new IllegalStateException("handler");
				}
				case "too long" -> {
					reply(datagram, new byte[70_000]);
					datagram.reply("goes on");
				}
				case "gone", "late" -> {
					notes.add("waits");
					notes.pass("go");
					IOException failure = reply(datagram, new byte[1]);
					if (failure != null) {
						throw failure;
					}
				}
				default -> request.output().write(what);
			}
		}

		private static IOException reply(DatagramRequest datagram, byte[] data) throws IOException {
			try {
				datagram.reply(data);
				return null;
			}
			catch (IOException ex) {
				Notes.of(datagram).add("failure " + ex);
				return ex;
			}
		}

	}

}
