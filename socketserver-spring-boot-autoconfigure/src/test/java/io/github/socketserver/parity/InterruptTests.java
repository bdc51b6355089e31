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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for interrupts of the serving thread, which do to it what signals do to
 * {@code select} in Python: nothing.
 */
class InterruptTests {

	private final Trace trace = new Trace();

	@Tag("parity-28")
	@EverySetup
	void interruptedWaitGoesOnAndDoesNotSpin(Setup setup) throws Exception {
		AtomicReference<Thread> handling = new AtomicReference<>();
		try (RunningServer running = setup.handling((request) -> {
			handling.set(Thread.currentThread());
			request.output().write(request.input().readLine() + " " + Thread.currentThread().isInterrupted() + "\n");
		}).overriding(this.trace.around()).run()) {
			assertThat(running.ask("before")).isEqualTo("before false");
			running.thread().interrupt();
			for (int i = 0; i < 20; i++) {
				assertThat(running.ask("after")).isEqualTo("after false");
			}
			assertThat(handling.get() == running.thread()).isEqualTo(setup.isSynchronous());
			// one or two for each of 21 requests, not thousands
			assertThat(this.trace.count("serviceActions")).isLessThan(100);
		}
	}

	@Tag("parity-28")
	@EverySetup
	void stopThatIsAskedForEndsServingAndGivesTheInterruptBack(Setup setup) throws Exception {
		BaseServer server = setup.echoing().create();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		try (server) {
			server.start();
			Thread serving = new Thread(() -> {
				server.serveForever();
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			serving.start();
			serving.interrupt();
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("served\n");
				assertThat(client.receiveLine()).isEqualTo("served");
			}
			assertThat(interrupted).isNotDone();
			server.shutdown();
			assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Tag("parity-28")
	@EverySetup
	void handleRequestWaitsAsLongAsAskedAlsoWhenInterrupted(Setup setup) {
		BaseServer server = setup.echoing().overriding(this.trace.around()).create();
		try (server) {
			server.start();
			long begin = System.nanoTime();
			Thread.currentThread().interrupt();
			assertThat(server.handleRequest(Duration.ofMillis(50))).isFalse();
			// clears it, so that the server closes with its grace period
			assertThat(Thread.interrupted()).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
			assertThat(this.trace.count("handleTimeout")).isOne();
		}
	}

	@Tag("parity-28")
	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void interruptOfASynchronousHandlerEndsItsRequestOnly(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			String line = request.input().readLine();
			if (line.equals("wait")) {
				gate.pass();
			}
			request.output().write(line + "\n");
		}).overriding(Around.method("handleError", (hook, request, original) -> {
			this.trace.add("handleError");
			return null;
		})).run()) {
			running.connect().send("wait\n");
			gate.awaitArrivals(1);
			running.thread().interrupt();
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(this.trace.count("handleError")).isOne();
		}
	}

}
