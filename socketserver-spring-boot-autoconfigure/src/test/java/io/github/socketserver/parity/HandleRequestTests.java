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
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.Request;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code handle_request}.
 */
class HandleRequestTests {

	private static final Set<String> WAITS = Set.of("doSelect", "awaitNanos");

	private final Trace trace = new Trace();

	@Tag("trap-33")
	@EverySetup
	void handlesOneRequestAndNoMore(Setup setup) throws Exception {
		BaseServer server = setup.echoing().overriding(this.trace.around()).create();
		try (server) {
			server.start();
			try (Client first = Client.connect(setup.type(), server.serverAddress());
					Client second = Client.connect(setup.type(), server.serverAddress())) {
				first.send("first\n");
				second.send("second\n");
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				assertThat(first.receiveLine()).isEqualTo("first");
				assertThat(this.trace.count("processRequest")).isOne();
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				assertThat(second.receiveLine()).isEqualTo("second");
			}
			assertThat(this.trace.count("handleTimeout")).isZero();
			assertThat(this.trace.count("serviceActions")).isZero();
		}
	}

	@Tag("trap-6")
	@EverySetup
	void handleTimeoutIsCalledAfterWaitingInVain(Setup setup) {
		BaseServer server = setup.echoing().overriding(this.trace.around()).create();
		try (server) {
			long begin = System.nanoTime();
			assertThat(server.handleRequest(Duration.ofMillis(50))).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
			assertThat(this.trace.count("handleTimeout")).isOne();
			assertThat(server.handleRequest(Duration.ZERO)).isFalse();
			assertThat(this.trace.count("handleTimeout")).isEqualTo(2);
			assertThat(this.trace.count("getRequest")).isZero();
		}
	}

	@EverySetup
	void shutdownEndsTheWaitAndIsNoTimeout(Setup setup) throws Exception {
		BaseServer server = setup.echoing().overriding(this.trace.around()).create();
		try (server) {
			server.start();
			CompletableFuture<Boolean> outcome = new CompletableFuture<>();
			Thread waiting = new Thread(() -> outcome.complete(server.handleRequest(Duration.ofMinutes(10))));
			waiting.start();
			Awaitility.await().until(() -> isSelecting(waiting));
			server.shutdown();
			assertThat(outcome.get(20, TimeUnit.SECONDS)).isFalse();
			assertThat(this.trace.count("handleTimeout")).isZero();
		}
	}

	@EverySetup
	void requestThatCannotBeTakenIsWaitedForAgain(Setup setup) throws Exception {
		AtomicInteger calls = new AtomicInteger();
		Around failingTwice = Around.method("getRequest",
				(hook, request, original) -> switch (calls.getAndIncrement()) {
					case 0 -> null;
					case 1 -> throw new IOException("Too many open files");
					default -> original.call();
				});
		BaseServer server = setup.echoing().overriding(failingTwice).toldTo(new ListenerTrace(this.trace)).create();
		try (server) {
			server.start();
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("third time\n");
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				assertThat(client.receiveLine()).isEqualTo("third time");
				assertThat(this.trace.count("acceptFailed")).isOne();
			}
		}
	}

	@EverySetup
	void deniedRequestIsARequest(Setup setup) throws Exception {
		BaseServer server = setup.echoing().verifiedBy((request) -> false).create();
		try (server) {
			server.start();
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("denied\n");
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
			}
		}
	}

	@EverySetup
	void fullServerWaitsNoLongerThanAsked(Setup setup) throws Exception {
		BaseServer server = setup.handling(Request::detach)
			.with((options) -> options.maxConnections(1).shutdownGracePeriod(Duration.ZERO))
			.overriding(this.trace.around())
			.toldTo(new ListenerTrace(this.trace))
			.create();
		try (server) {
			server.start();
			try (Client first = Client.connect(setup.type(), server.serverAddress());
					Client second = Client.connect(setup.type(), server.serverAddress())) {
				first.send("\n");
				assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
				second.send("\n");
				assertThat(server.handleRequest(Duration.ofMillis(20))).isFalse();
				assertThat(this.trace.count("handleTimeout")).isOne();
				assertThat(this.trace.count("requestReceived")).isOne();
			}
		}
	}

	private static boolean isSelecting(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> WAITS.contains(frame.getMethodName()));
	}

}
