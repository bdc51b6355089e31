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

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for serving again, on the same socket and on a new one.
 */
class RestartTests {

	@EverySetup
	void servingBeginsAgainAfterShutdownOnTheSameSocket(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer first = setup.echoing().overriding(trace.around()).run()) {
			assertThat(first.ask("first")).isEqualTo("first");
			first.server().shutdown();
			first.awaitEnd();
			try (RunningServer second = RunningServer.of(first.server())) {
				assertThat(second.ask("second")).isEqualTo("second");
				assertThat(trace.count("serverBind")).isOne();
			}
		}
	}

	@EverySetup
	void closedServerStartsAgainOnTheAddressItHad(Setup setup) throws Exception {
		Trace trace = new Trace();
		BaseServer server = setup.echoing().toldTo(new ListenerTrace(trace)).create();
		SocketAddress address = null;
		for (int i = 1; i <= 5; i++) {
			try (RunningServer running = RunningServer.of(server)) {
				assertThat(running.ask("hello")).isEqualTo("hello");
				address = (address != null) ? address : running.address();
				assertThat(running.address()).isEqualTo(address);
			}
			assertThat(server.serverAddress()).isEqualTo(address);
			assertThat(trace.count("serverStarted")).isEqualTo(i);
			assertThat(trace.count("serverStopped")).isEqualTo(i);
		}
	}

	@Tag("trap-11")
	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void portIsKnownOnlyAfterStart(Setup setup) {
		BaseServer server = setup.echoing().create();
		assertThat(((InetSocketAddress) server.serverAddress()).getPort()).isZero();
		try (server) {
			server.start();
			server.start();
			assertThat(((InetSocketAddress) server.serverAddress()).getPort()).isPositive();
		}
	}

	@EverySetup
	void closedServerDoesNotServe(Setup setup) throws Exception {
		RunningServer running = setup.echoing().run();
		try (running) {
			running.ask("hello");
		}
		running.server().serveForever();
		assertThat(running.server().isRunning()).isFalse();
		assertThat(running.server().handleRequest(Duration.ofMinutes(1))).isFalse();
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void hooksCannotChangeWhileTheServerIsStarted(Setup setup) {
		try (RunningServer running = setup.echoing().run()) {
			assertThatIllegalStateException().isThrownBy(() -> running.server().setHooks(ServerHooks.none()));
		}
	}

}
