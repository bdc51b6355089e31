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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.Request;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bookkeeping of requests, which must forget those that are over.
 */
class RequestsReapedTests {

	@Tag("parity-27")
	@EverySetup
	void requestsThatAreOverLeaveRoomForOthers(Setup setup) throws Exception {
		Trace trace = new Trace();
		TestServer server = setup.echoing()
			.with((options) -> options.maxConnections(3).overflow(Overflow.REJECT))
			.toldTo(new ListenerTrace(trace));
		try (RunningServer running = server.run()) {
			for (int i = 1; i <= 10; i++) {
				assertThat(running.ask("hello")).isEqualTo("hello");
				trace.await("requestClosed", i);
			}
			assertThat(trace.count("requestFinished")).isEqualTo(10);
		}
	}

	@Tag("parity-27")
	@Tag("trap-27")
	@EverySetup
	void requestsThatAreOverCanBeCollectedWhileTheServerRuns(Setup setup) throws Exception {
		List<WeakReference<Request>> requests = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.handling((request) -> {
			requests.add(new WeakReference<>(request));
			request.output().write(request.input().readLine() + "\n");
		}).run()) {
			for (int i = 0; i < 10; i++) {
				assertThat(running.ask("hello")).isEqualTo("hello");
			}
			// the serving thread and each strategy may still hold the last request of a
			// thread
			assertThat(requests).hasSize(10);
			Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				System.gc();
				assertThat(requests).filteredOn((request) -> request.get() != null).hasSizeLessThanOrEqualTo(1);
			});
		}
	}

	@EverySetup
	void deniedAndFailedRequestsAreForgottenAsWell(Setup setup) throws Exception {
		Trace trace = new Trace();
		AtomicInteger count = new AtomicInteger();
		TestServer server = setup.handling((request) -> {
			throw new IllegalStateException("handler");
		})
			.with((options) -> options.maxConnections(3).overflow(Overflow.REJECT))
			.verifiedBy((request) -> count.incrementAndGet() % 2 == 0)
			.errorsHandledBy((request, error) -> true)
			.toldTo(new ListenerTrace(trace));
		try (RunningServer running = server.run()) {
			for (int i = 1; i <= 10; i++) {
				running.request();
				trace.await("requestClosed", i);
			}
			assertThat(trace.count("requestDenied")).isEqualTo(5);
			assertThat(trace.count("requestFinished with failure")).isEqualTo(5);
		}
	}

}
