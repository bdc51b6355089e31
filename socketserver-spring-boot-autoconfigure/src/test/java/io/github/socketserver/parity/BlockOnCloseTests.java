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

import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@code daemon_threads} and {@code block_on_close}.
 */
class BlockOnCloseTests {

	private final Gate gate = new Gate();

	@Tag("trap-29")
	@ParameterizedTest
	@CsvSource({ "false, false", "true, true", "true, false" })
	void closeDoesNotWaitAndTheRequestGoesOn(boolean daemonThreads, boolean blockOnClose) throws Exception {
		try (RunningServer running = server(daemonThreads, blockOnClose).run()) {
			Client client = running.connect();
			this.gate.awaitArrivals(1);
			running.server().close();
			running.awaitEnd();
			assertThatIOException().isThrownBy(running::connect);
			this.gate.open();
			assertThat(client.receiveLine()).isEqualTo("done");
			assertThat(client.receiveLine()).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "true, true", "true, false" })
	void closeTakesWhoWaitsInTheQueueAlsoIfItDoesNotWaitForThem(boolean daemonThreads, boolean blockOnClose)
			throws Exception {
		BaseServer server = server(daemonThreads, blockOnClose).create();
		server.start();
		try (Client client = Client.connect(server.type(), server.serverAddress())) {
			server.close();
			this.gate.awaitArrivals(1);
			this.gate.open();
			assertThat(client.receiveLine()).isEqualTo("done");
		}
	}

	@Tag("trap-29")
	@Test
	void closeWaitsForNonDaemonThreadsThatItIsToBlockOn() throws Exception {
		try (RunningServer running = server(false, true).run()) {
			Client client = running.connect();
			this.gate.awaitArrivals(1);
			Thread closing = new Thread(running.server()::close);
			closing.start();
			Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			assertThatIOException().isThrownBy(running::connect);
			this.gate.open();
			assertThat(client.receiveLine()).isEqualTo("done");
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	@Tag("trap-29")
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void threadsAreDaemonsAsConfigured(boolean daemonThreads) throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		try (RunningServer running = Setup.TCP.handling((request) -> {
			thread.set(Thread.currentThread());
			request.output().write("done\n");
		}).with((options) -> options.name("daemons").daemonThreads(daemonThreads)).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("done");
			assertThat(thread.get().isDaemon()).isEqualTo(daemonThreads);
			assertThat(thread.get().getName()).isEqualTo("daemons-1");
		}
	}

	@Test
	void requestThatGoesOnAfterCloseCountsWhenTheServerIsStartedAgain() throws Exception {
		Trace trace = new Trace();
		TestServer server = server(false, false).with((options) -> options.maxConnections(1).overflow(Overflow.REJECT))
			.toldTo(new ListenerTrace(trace));
		BaseServer restarted = server.create();
		try (RunningServer running = RunningServer.of(restarted)) {
			running.request();
			this.gate.awaitArrivals(1);
			restarted.close();
			running.awaitEnd();
			try (RunningServer again = RunningServer.of(restarted)) {
				assertThat(again.request().receiveLine()).isNull();
				assertThat(trace.count("requestRejected MAX_CONNECTIONS")).isOne();
				this.gate.open();
				trace.await("requestClosed", 2);
				assertThat(again.request().receiveLine()).isEqualTo("done");
			}
		}
	}

	private TestServer server(boolean daemonThreads, boolean blockOnClose) {
		return Setup.TCP.handling((request) -> {
			this.gate.pass();
			request.output().write("done\n");
		}).with((options) -> options.daemonThreads(daemonThreads).blockOnClose(blockOnClose));
	}

}
