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

package io.github.socketserver.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;
import io.github.socketserver.testsupport.UnixDatagramClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link UnixDatagramServer}: what differs from UDP.
 */
class UnixDatagramServerTests {

	// net.unix.max_dgram_qlen, and what the serving thread may have taken
	private static final int MOST_QUEUED = 1000;

	private final Trace trace = new Trace();

	private final List<Exception> errors = new CopyOnWriteArrayList<>();

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void clientIsKnownByItsPath(Setup setup) throws Exception {
		try (RunningServer running = answeringWithTheClient(setup).run(); Client client = running.connect()) {
			client.send("who\n");
			assertThat(client.receiveLine()).isEqualTo(client.localAddress().toString());
		}
	}

	@Tag("trap-18")
	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void anonymousClientIsServedAndHasTheEmptyAddress(Setup setup) throws Exception {
		AtomicReference<SocketAddress> address = new AtomicReference<>();
		try (RunningServer running = setup.handling((request) -> address.set(request.clientAddress()))
			.errorsHandledBy((request, error) -> this.errors.add(error))
			.toldTo(new ListenerTrace(this.trace))
			.run(); Client client = UnixDatagramClient.anonymous(running.address())) {
			client.send("log\n");
			this.trace.await("requestClosed");
			assertThat(address).hasValue(UnixDomainSocketAddress.of(""));
			assertThat(this.errors).isEmpty();
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void replyToAnAnonymousClientIsAnErrorOfTheRequest(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing()
			.errorsHandledBy((request, error) -> this.errors.add(error))
			.toldTo(new ListenerTrace(this.trace))
			.run(); Client client = UnixDatagramClient.anonymous(running.address())) {
			client.send("echo\n");
			this.trace.await("requestClosed");
			assertThat(this.errors).singleElement()
				.isInstanceOf(IOException.class)
				.extracting(Exception::getMessage)
				.isEqualTo("The client has no address to reply to");
			assertThat(running.ask("next")).isEqualTo("next");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void clientInTheAbstractNamespaceIsAnswered(Setup setup) throws Exception {
		AtomicReference<SocketAddress> address = new AtomicReference<>();
		try (RunningServer running = setup.handling((request) -> {
			address.set(request.clientAddress());
			request.output().write(request.input().readLine());
		}).run();
				UnixDatagramClient client = UnixDatagramClient.withAbstractName(running.address(),
						"client-" + System.nanoTime())) {
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			SocketAddress first = address.get();
			assertThat(first.toString()).startsWith("@client-");
			client.send("again\n");
			assertThat(client.receiveLine()).isEqualTo("again");
			assertThat(address.get()).isEqualTo(first).hasSameHashCodeAs(first);
			((UnixDatagramServer) running.server()).send("news".getBytes(), first);
			assertThat(client.receiveLine()).isEqualTo("news");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void emptyDatagramIsARequestAndCanBeAReply(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			assertThat(((DatagramRequest) request).packet()).isEmpty();
			((DatagramRequest) request).reply(new byte[0]);
			request.output().write("empty");
		}).run(); UnixDatagramClient client = UnixDatagramClient.bound(running.address())) {
			client.send(new byte[0]);
			assertThat(client.receive()).isEmpty();
			assertThat(client.receiveLine()).isEqualTo("empty");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void replyLongerThanTheSendBufferIsAnErrorOfTheRequest(Setup setup) throws Exception {
		try (RunningServer running = setup
			.handling((request) -> request.output().write(new byte[request.input().readLine().isEmpty() ? 20_000 : 1]))
			.with((options) -> options.sendBufferSize(8_000))
			.errorsHandledBy((request, error) -> this.errors.add(error))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.errors).singleElement()
				.isInstanceOf(IOException.class)
				.extracting(Exception::getMessage)
				.asString()
				.contains("Message too long");
			assertThat(running.ask("next")).hasSize(1);
		}
	}

	@Test
	void tenThousandClientsThatVanishBeforeTheirReplyDoNoHarm(@TempDir Path folder) throws Exception {
		int batches = 1000;
		int batch = 10;
		BaseServer server = new Setup(ServerType.UNIX_DATAGRAM, Strategy.SYNCHRONOUS).echoing()
			.toldTo(new ListenerTrace(this.trace))
			.create();
		try (server; Logs logs = new Logs()) {
			server.start();
			for (int i = 0; i < batches; i++) {
				for (int j = 0; j < batch; j++) {
					// of every other client the file stays
					Path path = folder.resolve(((j % 2 == 0) ? "c" + i + "-" : "gone") + j);
					try (UnixDatagramClient client = UnixDatagramClient.at(path, server.serverAddress())) {
						client.send("hello\n");
						if (j % 2 == 0) {
							client.closeSocket();
						}
					}
				}
				for (int j = 0; j < batch; j++) {
					assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				}
			}
			assertThat(this.trace.count("requestFinished with failure")).isEqualTo(batches * batch);
			assertThat(this.trace.count("acceptFailed")).isZero();
			assertThat(logs.errors()).isEmpty();
			assertThat(logs.warnings()).isEmpty();
			assertThat(logs.debug()).hasSize(batches * batch)
				.allSatisfy((line) -> assertThat(line).contains("ended early"));
			try (RunningServer running = RunningServer.of(server)) {
				assertThat(running.ask("still here")).isEqualTo("still here");
			}
		}
	}

	@Test
	void vanishedClientIsToldByItsType() throws Exception {
		try (RunningServer running = Setup.UNIX_DATAGRAM.echoing().run()) {
			UnixDatagramServer server = (UnixDatagramServer) running.server();
			SocketAddress nobody = UnixDomainSocketAddress.of(running.address() + ".nobody");
			assertThatIOException().isThrownBy(() -> server.send(new byte[1], nobody))
				.isInstanceOf(ConnectException.class)
				.withMessageContaining("nobody");
		}
	}

	@Test
	void clientThatDoesNotReadDelaysNoOther() throws Exception {
		try (RunningServer running = Setup.UNIX_DATAGRAM.echoing().run(); Client deaf = running.connect()) {
			long limit = queueLength();
			for (int i = 0; i < limit + 5; i++) {
				deaf.send(i + "\n");
			}
			for (int i = 0; i < 20; i++) {
				assertThat(running.ask("other")).isEqualTo("other");
			}
			for (int i = 0; i < limit + 5; i++) {
				assertThat(deaf.receiveLine()).isNotNull();
			}
		}
	}

	@Test
	void stopEndsAReplyThatWaitsForItsClient() throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = Setup.UNIX_DATAGRAM.handling((request) -> {
			gate.pass();
			for (int i = 0; i < MOST_QUEUED; i++) {
				((DatagramRequest) request).reply("more");
			}
		}).with((options) -> options.shutdownGracePeriod(Duration.ofMillis(100))).run()) {
			running.request();
			gate.awaitArrivals(1);
			gate.open();
			long begin = System.nanoTime();
			running.server().close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void whatIsNotAskedForStaysInTheQueueOfTheKernel() throws Exception {
		BaseServer server = Setup.UNIX_DATAGRAM.echoing().create();
		try (server) {
			server.start();
			try (UnixDatagramClient client = UnixDatagramClient.bound(server.serverAddress())) {
				// leaves the channel asked for one datagram
				assertThat(server.handleRequest(Duration.ofMillis(20))).isFalse();
				int sent = 0;
				while (client.trySend(new byte[] { (byte) sent }) && sent < MOST_QUEUED) {
					sent++;
				}
				long limit = queueLength();
				assertThat((long) sent).isBetween(limit, limit + 3);
				for (int i = 0; i < sent; i++) {
					assertThat(server.handleRequest(Duration.ZERO)).isTrue();
				}
				assertThat(server.handleRequest(Duration.ZERO)).isFalse();
			}
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM, strategies = Strategy.SYNCHRONOUS)
	void datagramsAreTakenInTheirOrder(Setup setup) throws Exception {
		List<String> lines = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.handling((request) -> lines.add(request.input().readLine())).run();
				Client client = running.connect()) {
			for (int i = 0; i < MOST_QUEUED; i++) {
				client.send(i + "\n");
			}
			Awaitility.await().until(() -> lines.size() == MOST_QUEUED);
			for (int i = 0; i < MOST_QUEUED; i++) {
				assertThat(lines.get(i)).isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void customizerSeesTheSocket() throws Exception {
		AtomicReference<NetworkChannel> socket = new AtomicReference<>();
		try (RunningServer running = Setup.UNIX_DATAGRAM.echoing()
			.with((options) -> options.sendBufferSize(50_000))
			.customizedBy(socket::set)
			.run()) {
			assertThat(socket.get().supportedOptions()).containsExactly(StandardSocketOptions.SO_SNDBUF);
			assertThat(socket.get().getOption(StandardSocketOptions.SO_SNDBUF)).isEqualTo(50_000);
			assertThat(running.ask("customized")).isEqualTo("customized");
		}
	}

	@Test
	void sendNeedsAStartedServer() throws Exception {
		BaseServer server = Setup.UNIX_DATAGRAM.echoing().create();
		assertThatIllegalStateException()
			.isThrownBy(() -> ((UnixDatagramServer) server).send(new byte[1], server.serverAddress()));
		server.start();
		server.close();
		assertThatIOException()
			.isThrownBy(() -> ((UnixDatagramServer) server).send(new byte[1], server.serverAddress()));
	}

	@Test
	void twoHundredStartsAndStopsLeaveNothingBehind() throws Exception {
		BaseServer server = Setup.UNIX_DATAGRAM.echoing().with((options) -> options.name("cycling")).create();
		cycle(server);
		long before = OpenDescriptors.count();
		for (int i = 0; i < 200; i++) {
			cycle(server);
		}
		LiveThreads.awaitNone("socketserver-cycling");
		OpenDescriptors.awaitAtMost(before);
	}

	@Test
	void threadHasTheNameOfItsServerAndEndsWithTheStop() throws Exception {
		try (RunningServer running = Setup.UNIX_DATAGRAM.echoing().with((options) -> options.name("named")).run()) {
			assertThat(LiveThreads.named("socketserver-named-")).singleElement()
				.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue());
			long begin = System.nanoTime();
			running.server().close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
			LiveThreads.awaitNone("socketserver-named-");
		}
	}

	private static long queueLength() throws IOException {
		return Long.parseLong(Files.readAllLines(Path.of("/proc/sys/net/unix/max_dgram_qlen")).get(0));
	}

	private static void cycle(BaseServer server) throws IOException {
		try (RunningServer running = RunningServer.of(server)) {
			assertThat(running.ask("cycle")).isEqualTo("cycle");
		}
	}

	private static TestServer answeringWithTheClient(Setup setup) {
		return setup.handling((request) -> request.output().write(request.clientAddress().toString()));
	}

}
