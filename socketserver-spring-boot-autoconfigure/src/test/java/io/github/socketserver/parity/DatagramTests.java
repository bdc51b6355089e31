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

package io.github.socketserver.parity;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.server.Truncated;
import io.github.socketserver.server.UdpServer;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.DatagramClient;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for datagrams: one is a request, and a reply is one only if the handler makes it.
 */
class DatagramTests {

	private final Trace trace = new Trace();

	@Tag("trap-15")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void datagramLongerThanTheLimitIsCutAndSaysSo(Setup setup) throws Exception {
		TestServer server = setup.handling((request) -> {
			DatagramRequest datagram = (DatagramRequest) request;
			datagram.reply(datagram.packet().length + " " + datagram.isTruncated() + " " + request.bytesReceived());
		}).with((options) -> options.maxPacketSize(100));
		try (RunningServer running = server.run()) {
			Client client = running.connect();
			client.send(new byte[99]);
			assertThat(client.receiveLine()).isEqualTo("99 false 99");
			client.send(new byte[100]);
			assertThat(client.receiveLine()).isEqualTo("100 false 100");
			client.send(new byte[101]);
			assertThat(client.receiveLine()).isEqualTo("100 true 100");
			client.send(new byte[50_000]);
			assertThat(client.receiveLine()).isEqualTo("100 true 100");
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void limitIsThatOfPythonUnlessSet(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			DatagramRequest datagram = (DatagramRequest) request;
			datagram.reply(datagram.packet().length + " " + datagram.isTruncated());
		}).run()) {
			Client client = running.connect();
			client.send(new byte[8192]);
			assertThat(client.receiveLine()).isEqualTo("8192 false");
			client.send(new byte[8193]);
			assertThat(client.receiveLine()).isEqualTo("8192 true");
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void datagramLongerThanTheLimitCanBeDropped(Setup setup) throws Exception {
		int tooLong = 200;
		try (RunningServer running = setup.echoing()
			.with((options) -> options.maxPacketSize(10).truncated(Truncated.DROP))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			Client client = running.connect();
			for (int i = 0; i < tooLong; i++) {
				client.send("12345678901");
				this.trace.await("datagramDropped TRUNCATED", i + 1);
			}
			client.send("123456789\n");
			assertThat(client.receiveLine()).isEqualTo("123456789");
			this.trace.await("requestClosed");
			assertThat(this.trace.count("requestReceived")).isOne();
			assertThat(this.trace.count("datagramDropped TRUNCATED")).isEqualTo(tooLong);
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM }, strategies = Strategy.SYNCHRONOUS)
	void droppedDatagramIsNoRequestToWaitForAndHidesNoneBehindIt(Setup setup) throws Exception {
		BaseServer server = setup.echoing()
			.with((options) -> options.maxPacketSize(10).truncated(Truncated.DROP))
			.toldTo(new ListenerTrace(this.trace))
			.create();
		server.start();
		try (Client client = Client.connect(setup.type(), server.serverAddress())) {
			client.send("12345678901");
			assertThat(server.handleRequest(Duration.ofMillis(50))).isFalse();
			client.send("12345678901");
			client.send("queued\n");
			server.close();
			assertThat(client.receiveLine()).isEqualTo("queued");
			assertThat(this.trace.count("datagramDropped TRUNCATED")).isEqualTo(2);
		}
		finally {
			server.closeNow();
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void repliesGoToTheSenderAlone(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().run();
				Client first = running.connect();
				Client second = running.connect()) {
			for (int i = 0; i < 10; i++) {
				first.send("first " + i + "\n");
				second.send("second " + i + "\n");
				assertThat(second.receiveLine()).isEqualTo("second " + i);
				assertThat(first.receiveLine()).isEqualTo("first " + i);
			}
		}
	}

	@EverySetup(types = ServerType.UDP)
	void replyAtOnceThatIsTooLongGoesToHandleErrorAndServingGoesOn(Setup setup) throws Exception {
		try (RunningServer running = setup
			.handling((request) -> ((DatagramRequest) request)
				.reply(new byte[request.input().readLine().isEmpty() ? 65_508 : 65_507]))
			.overriding(
					this.trace.around((hook, request, original) -> hook.equals("handleError") ? null : original.call()))
			.run()) {
			running.request();
			this.trace.await("handleError");
			DatagramClient client = (DatagramClient) running.connect();
			client.send("next\n");
			assertThat(client.receive()).hasSize(65_507);
			assertThat(this.trace.count("handleError")).isOne();
		}
	}

	@EverySetup(types = ServerType.UDP)
	void floodDoesNotHoldUpAStopAfterWhichNothingIsTaken(Setup setup) throws Exception {
		AtomicLong received = new AtomicLong();
		AtomicLong closed = new AtomicLong();
		AtomicLong sent = new AtomicLong();
		AtomicBoolean flooding = new AtomicBoolean(true);
		try (RunningServer running = setup.handling((request) -> {
		}).toldTo(counting(received, closed)).run(); Client client = running.connect()) {
			Thread flood = new Thread(() -> flood(client, sent, flooding));
			flood.start();
			try {
				Awaitility.await().until(() -> closed.get() > 1000);
				running.server().shutdown();
				running.awaitEnd();
				long taken = received.get();
				Awaitility.await().until(() -> closed.get() == taken);
				long before = sent.get();
				Awaitility.await().until(() -> sent.get() > before + 1000);
				assertThat(received).hasValue(taken);
				assertThat(running.server().handleRequest(Duration.ofSeconds(20))).isTrue();
				running.server().close();
			}
			finally {
				flooding.set(false);
				flood.join();
			}
		}
	}

	private static ServerListener counting(AtomicLong received, AtomicLong closed) {
		return new ServerListener() {

			@Override
			public void requestReceived(Request request) {
				received.incrementAndGet();
			}

			@Override
			public void requestClosed(Request request) {
				closed.incrementAndGet();
			}

		};
	}

	private static void flood(Client client, AtomicLong sent, AtomicBoolean flooding) {
		while (flooding.get()) {
			try {
				client.send("flood");
			}
			catch (IOException ex) {
				// the server has closed its socket
			}
			sent.incrementAndGet();
		}
	}

	@Tag("trap-15")
	@EverySetup(types = ServerType.UDP)
	void emptyDatagramIsARequest(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			assertThat(((DatagramRequest) request).packet()).isEmpty();
			assertThat(request.input().read()).isEqualTo(-1);
			request.output().write("empty");
		}).run()) {
			// an unconnected socket: write(2) of no bytes to a connected one is left out
			// by the JDK
			try (DatagramSocket client = new DatagramSocket()) {
				client.setSoTimeout((int) Client.LIMIT_MILLIS);
				client.send(new DatagramPacket(new byte[0], 0, running.address()));
				DatagramPacket reply = new DatagramPacket(new byte[100], 100);
				client.receive(reply);
				assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8))
					.isEqualTo("empty");
			}
		}
	}

	@Tag("trap-16")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void handlerThatWritesNothingSendsNothing(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			if ("reply".equals(request.input().readLine())) {
				request.output().write("reply");
			}
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			Client client = running.connect();
			client.send("silence\n");
			this.trace.await("requestClosed");
			client.send("reply\n");
			assertThat(client.receiveLine()).isEqualTo("reply");
		}
	}

	@Tag("trap-16")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void failedHandlerSendsNothingOfWhatItWrote(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			request.output().write("half");
			if ("fail".equals(request.input().readLine())) {
				throw new IllegalStateException("handler");
			}
		}).errorsHandledBy((request, error) -> true).toldTo(new ListenerTrace(this.trace)).run()) {
			Client client = running.connect();
			client.send("fail\n");
			this.trace.await("requestClosed");
			client.send("\n");
			assertThat(client.receiveLine()).isEqualTo("half");
			this.trace.await("requestClosed", 2);
			assertThat(this.trace.count("requestFinished with failure")).isOne();
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void writesAreOneReplyAfterTheHandler(Setup setup) throws Exception {
		AtomicLong sent = new AtomicLong(-1);
		try (RunningServer running = setup.handling((request) -> {
			request.output().write("one ");
			request.output().flush();
			request.output().write("datagram");
			sent.set(request.bytesSent());
		}).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("one datagram");
			assertThat(sent).hasValue(0);
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void repliesAreSentAtOnceAlsoEmptyOnes(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			DatagramRequest datagram = (DatagramRequest) request;
			datagram.reply("first");
			datagram.reply(new byte[0]);
			request.output().write("last");
		}).run()) {
			DatagramClient client = (DatagramClient) running.request();
			assertThat(client.receive()).asString().isEqualTo("first");
			assertThat(client.receive()).isEmpty();
			assertThat(client.receive()).asString().isEqualTo("last");
		}
	}

	@EverySetup(types = ServerType.UDP)
	void replyThatIsTooLongForADatagramIsAnErrorOfTheRequest(Setup setup) throws Exception {
		List<Exception> errors = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup
			.handling((request) -> request.output().write(new byte[request.input().readLine().isEmpty() ? 65_508 : 1]))
			.errorsHandledBy((request, error) -> errors.add(error))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(errors).singleElement().isInstanceOf(IOException.class);
			assertThat(running.ask("next")).hasSize(1);
		}
	}

	@Tag("trap-14")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM },
			strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void concurrentDatagramsShareNoBuffer(Setup setup) throws Exception {
		int count = 50;
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			gate.pass();
			((DatagramRequest) request).reply(((DatagramRequest) request).packet());
		}).run()) {
			List<DatagramClient> clients = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				DatagramClient client = (DatagramClient) running.connect();
				client.send(new byte[] { (byte) i, (byte) (i + 1), (byte) (i + 2) });
				clients.add(client);
			}
			gate.awaitArrivals(count);
			gate.open();
			for (int i = 0; i < count; i++) {
				assertThat(clients.get(i).receive()).containsExactly(i, i + 1, i + 2);
			}
		}
	}

	@Tag("trap-14")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void closingARequestDoesNotCloseTheSocketOfTheServer(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			if (request.input().readLine().isEmpty()) {
				request.close();
			}
			request.output().write("open\n");
		}).run()) {
			running.request();
			assertThat(running.ask("next")).isEqualTo("open");
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void serverSendsOnItsOwn(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().run(); Client client = running.connect()) {
			((UdpServer) running.server()).send("news".getBytes(StandardCharsets.UTF_8), client.localAddress());
			assertThat(client.receiveLine()).isEqualTo("news");
		}
	}

	@Tag("trap-16")
	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void clientThatHasGoneDoesNoHarm(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			if (request.input().readLine().isEmpty()) {
				gate.pass();
			}
			request.output().write("reply\n");
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request().close();
			gate.awaitArrivals(1);
			gate.open();
			this.trace.await("requestClosed");
			for (int i = 0; i < 3; i++) {
				assertThat(running.ask("next")).isEqualTo("reply");
			}
			assertThat(this.trace.count("acceptFailed")).isZero();
		}
	}

}
