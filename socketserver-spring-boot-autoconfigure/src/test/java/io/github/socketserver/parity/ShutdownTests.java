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

import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@code shutdown()} and {@code close()} from everywhere.
 */
class ShutdownTests {

	@Tag("parity-13")
	@EverySetup
	void twentyServersStopAsSoonAsTheyAreStarted(Setup setup) {
		for (int i = 0; i < 20; i++) {
			try (RunningServer running = setup.echoing().run()) {
				running.server().shutdown();
				running.awaitEnd();
			}
		}
	}

	@Tag("parity-13")
	@EverySetup
	void closeWinsAgainstAServerThatIsJustStarting(Setup setup) throws Exception {
		for (int i = 0; i < 50; i++) {
			BaseServer server = setup.echoing().create();
			CyclicBarrier barrier = new CyclicBarrier(2);
			Thread serving = new Thread(() -> {
				await(barrier);
				server.serveForever();
			});
			serving.start();
			await(barrier);
			server.close();
			serving.join(Client.LIMIT_MILLIS);
			boolean stopped = !serving.isAlive();
			server.close();
			assertThat(stopped).as("stopped in round %d", i).isTrue();
			assertThat(server.isRunning()).isFalse();
		}
	}

	@Tag("parity-16")
	@EverySetup
	void endOfTheTryStatementClosesTheSocket(Setup setup) throws Exception {
		AtomicReference<NetworkChannel> socket = new AtomicReference<>();
		BaseServer server = setup.echoing().customizedBy(socket::set).create();
		try (server) {
			server.start();
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("served\n");
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				assertThat(client.receiveLine()).isEqualTo("served");
			}
			assertThat(socket.get().isOpen()).isTrue();
		}
		assertThat(socket.get().isOpen()).isFalse();
		assertThatIOException().isThrownBy(() -> {
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("too late\n");
				client.receiveLine();
			}
		});
	}

	@Tag("parity-14")
	@EverySetup
	void closeWithoutEverServing(Setup setup) {
		BaseServer server = setup.echoing().create();
		server.start();
		assertThat(server.isRunning()).isTrue();
		server.close();
		assertThat(server.isRunning()).isFalse();
	}

	@Tag("trap-24")
	@EverySetup
	void shutdownAndCloseBeforeStartDoNothing(Setup setup) throws Exception {
		BaseServer server = setup.echoing().create();
		server.shutdown();
		server.close();
		server.closeNow();
		server.serveForever();
		assertThat(server.handleRequest(Duration.ZERO)).isFalse();
		try (RunningServer running = RunningServer.of(server)) {
			assertThat(running.ask("again")).isEqualTo("again");
		}
	}

	@Tag("trap-24")
	@EverySetup
	void shutdownAndCloseTwice(Setup setup) {
		try (RunningServer running = setup.echoing().run()) {
			running.server().shutdown();
			running.server().shutdown();
			running.server().close();
			running.server().close();
			running.server().shutdown();
		}
	}

	@EverySetup
	void shutdownOfAServerThatDoesNotServeYetEndsItsNextServing(Setup setup) throws Exception {
		BaseServer server = setup.echoing().create();
		server.start();
		server.shutdown();
		server.serveForever();
		try (RunningServer running = RunningServer.of(server)) {
			assertThat(running.ask("served")).isEqualTo("served");
		}
	}

	@Tag("trap-24")
	@EverySetup
	void shutdownByAHandlerEndsServingAfterItsReply(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			((BaseServer) request.server()).shutdown();
			request.output().write("stopping\n");
		}).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("stopping");
			running.awaitEnd();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void closeByAHandlerEndsServingAndItsRequestGoesOn(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			((BaseServer) request.server()).close();
			request.output().write("closed\n");
		}).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("closed");
			running.awaitEnd();
			assertThat(running.server().isRunning()).isFalse();
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void closeByADatagramHandlerEndsServing(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> ((BaseServer) request.server()).close()).run();
				Client client = running.connect()) {
			client.send("close\n");
			running.awaitEnd();
			assertThat(running.server().isRunning()).isFalse();
		}
	}

	@Tag("trap-25")
	@EverySetup
	void closeWhileServing(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer running = setup.echoing().toldTo(new ListenerTrace(trace)).run()) {
			assertThat(running.ask("before")).isEqualTo("before");
			running.server().close();
			running.awaitEnd();
			assertThat(trace.count("serverStopped")).isOne();
			assertThat(trace.count("serverFailed")).isZero();
			assertThat(trace.count("acceptFailed")).isZero();
			assertThat(trace.events()).endsWith("requestClosed", "serverStopped");
		}
	}

	@EverySetup
	void closeByManyThreadsAtOnce(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer running = setup.echoing().toldTo(new ListenerTrace(trace)).run()) {
			CyclicBarrier barrier = new CyclicBarrier(4);
			List<Thread> threads = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> {
				await(barrier);
				running.server().close();
			})).toList();
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join(Client.LIMIT_MILLIS);
			}
			running.awaitEnd();
			assertThat(trace.count("serverStopped")).isOne();
		}
	}

	@Tag("trap-24")
	@EverySetup
	void secondServingThreadIsRefused(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().run()) {
			running.ask("served");
			assertThatIllegalStateException().isThrownBy(running.server()::serveForever)
				.withMessageContaining("already serving");
			assertThat(running.ask("still")).isEqualTo("still");
		}
	}

	@Tag("trap-24")
	@EverySetup
	void noRequestIsTakenAfterShutdown(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer running = setup.echoing().toldTo(new ListenerTrace(trace)).run()) {
			running.server().shutdown();
			running.awaitEnd();
			try (Client client = running.connect()) {
				client.send("queued\n");
				assertThat(trace.count("requestReceived")).isZero();
				assertThat(running.server().handleRequest(Duration.ofSeconds(20))).isTrue();
				assertThat(client.receiveLine()).isEqualTo("queued");
			}
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void closeServesWhoWaitsInTheQueueOfTheKernel(Setup setup) throws Exception {
		BaseServer server = setup.echoing().create();
		server.start();
		try (Client client = Client.connect(setup.type(), server.serverAddress())) {
			client.send("queued\n");
			server.close();
			assertThat(client.receiveLine()).isEqualTo("queued");
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
