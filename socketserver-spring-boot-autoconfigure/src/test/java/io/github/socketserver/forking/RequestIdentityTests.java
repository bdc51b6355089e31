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
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.UnixDatagramClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a handler in a child is told of its request and its server.
 */
class RequestIdentityTests {

	@ParameterizedTest
	@EnumSource(ServerType.class)
	void requestIsTheSameInBothProcesses(ServerType type) throws Exception {
		AtomicReference<Request> request = new AtomicReference<>();
		AtomicReference<String> principal = new AtomicReference<>("nobody");
		try (ForkedServer server = ForkedSetup.of(type, Identity.class)
			.configured((test) -> test.verifiedBy((received) -> {
				request.set(received);
				received.principal().map(Principal::getName).ifPresent(principal::set);
				return true;
			}))
			.run()) {
			assertThat(server.ask("who")).isEqualTo("done");
			Request here = request.get();
			Notes there = server.notes();
			assertThat(there.await("id ")).isEqualTo(here.id());
			assertThat(there.await("client ")).isEqualTo(here.clientAddress().toString());
			assertThat(there.await("local ")).isEqualTo(here.localAddress().toString());
			assertThat(there.await("server ")).isEqualTo(ForkedSetup.NAME + " " + server.server().serverAddress());
			assertThat(there.await("principal ")).isEqualTo(principal.get())
				.isEqualTo((type == ServerType.UNIX_STREAM) ? System.getProperty("user.name") : "nobody");
			assertThat(there.await("types "))
				.isEqualTo(here.clientAddress().getClass().getName() + " " + here.localAddress().getClass().getName());
		}
	}

	@Test
	void clientOfIpv6IsKnownByItsAddress() throws Exception {
		InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("::1"), 0);
		try (ForkedServer server = ForkedSetup.tcp(Identity.class).configured((test) -> test.at(loopback)).run();
				Client client = server.connect()) {
			client.send("who\n");
			assertThat(client.receiveLine()).isEqualTo("done");
			assertThat(server.notes().await("client ")).isEqualTo(client.localAddress().toString());
		}
	}

	@Test
	void clientInTheAbstractNamespaceIsAnswered() throws Exception {
		try (ForkedServer server = ForkedSetup.of(ServerType.UNIX_DATAGRAM, Identity.class).run();
				Client client = UnixDatagramClient.withAbstractName(server.server().serverAddress(),
						"client-" + System.nanoTime())) {
			client.send("who\n");
			assertThat(client.receiveLine()).isEqualTo("done");
			assertThat(server.notes().await("client ")).startsWith("@client-");
		}
	}

	@Test
	void attributesOfVerifiersReachTheChildAsFarAsTheyCanBeSerialized() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Attributes.class).configured((test) -> test.verifiedBy((request) -> {
			request.attributes().put("text", "läuft");
			request.attributes().put("list", new ArrayList<>(List.of(1, 2)));
			request.attributes().put("own", new Own("mine", 7));
			request.attributes().put("thread", Thread.currentThread());
			request.attributes().put("list of threads", new ArrayList<>(List.of(Thread.currentThread())));
			request.attributes().put("unreadable", new Unreadable());
			return true;
		})).run()) {
			assertThat(server.ask("attributes")).isEqualTo("{list=[1, 2], own=Own[name=mine, number=7], text=läuft}");
			assertThat(server.trace().failures()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(ServerType.class)
	void linesHaveTheCharacterSetAndTheLimitOfTheServer(ServerType type) throws Exception {
		try (ForkedServer server = ForkedSetup.of(type, EchoLine.class)
			.children((children) -> children.maxChildren(1).requestsPerChild(2))
			.with((options) -> options.charset(StandardCharsets.ISO_8859_1).maxFrameLength(10))
			.run(); Client client = server.connect(); Client wordy = server.connect()) {
			client.send("gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
			assertThat(server.notes().await("line ")).isEqualTo("gr\u00fcn");
			// the client takes it for UTF-8
			assertThat(client.receiveLine()).isEqualTo("gr\ufffdn");
			wordy.send("12345678901\n");
			assertThat(server.notes().await("failure ")).isEqualTo(FrameTooLongException.class.getName());
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void inputIsReadAheadAsFarAsTheServerSays(Way way) throws Exception {
		try (ForkedServer server = way.setup(ReadAhead.class).with((options) -> options.readBufferSize(16)).run()) {
			server.connect().send("x".repeat(100));
			assertThat(server.notes().await("ahead ")).isEqualTo("15");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void smallWritesAreHeldIfTheServerHasAWriteBuffer(Way way) throws Exception {
		try (ForkedServer server = way.setup(SmallWrites.class)
			.with((options) -> options.writeBufferSize(1024))
			.run()) {
			assertThat(server.stream().receiveAll()).hasSize(1000);
			assertThat(server.notes().await("behind ")).isEqualTo("true");
		}
		try (ForkedServer server = way.setup(SmallWrites.class).run()) {
			assertThat(server.stream().receiveAll()).hasSize(1000);
			assertThat(server.notes().await("behind ")).isEqualTo("false");
		}
	}

	/**
	 * Notes what it knows of its request.
	 */
	static final class Identity implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			Notes notes = Notes.of(request);
			notes.add("id " + request.id());
			notes.add("client " + request.clientAddress());
			notes.add("local " + request.localAddress());
			notes.add("server " + request.server().name() + " " + request.server().serverAddress());
			notes.add("principal " + request.principal().map(Principal::getName).orElse("nobody"));
			notes.add("types " + request.clientAddress().getClass().getName() + " "
					+ request.localAddress().getClass().getName());
			request.output().write("done\n");
		}

	}

	/**
	 * Answers with the attributes of the request, except for that of the test.
	 */
	static final class Attributes implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			Map<String, Object> attributes = new TreeMap<>(request.attributes());
			attributes.remove("notes");
			request.output().write(attributes + "\n");
		}

	}

	/**
	 * Sends a line back.
	 */
	static final class EchoLine implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			try {
				String line = request.input().readLine();
				Notes.of(request).add("line " + line);
				request.output().write(line + "\n");
			}
			catch (IOException ex) {
				Notes.of(request).add("failure " + ex.getClass().getName());
			}
		}

	}

	/**
	 * Notes how much was read ahead.
	 */
	static final class ReadAhead implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.input().read();
			Notes.of(request).add("ahead " + request.input().available());
		}

	}

	/**
	 * Notes whether what it writes is held.
	 */
	static final class SmallWrites implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			boolean behind = false;
			for (int written = 1; written <= 1000; written++) {
				request.output().write('x');
				behind |= request.bytesSent() < written;
			}
			Notes.of(request).add("behind " + behind);
		}

	}

	private record Own(String name, int number) implements Serializable {

	}

	/**
	 * Can be written and not be read.
	 */
	private static final class Unreadable implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream source) throws IOException {
			throw new NotSerializableException();
		}

	}

}
