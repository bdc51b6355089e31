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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@code getRequest} that cannot take requests, as with {@code EMFILE}.
 */
class AcceptFailureTests {

	private final Trace trace = new Trace();

	@Tag("trap-26")
	@EverySetup
	void servingRestsInsteadOfSpinningAndGoesOn(Setup setup) throws Exception {
		AtomicBoolean failing = new AtomicBoolean(true);
		AtomicLong firstCall = new AtomicLong();
		AtomicLong lastCall = new AtomicLong();
		AtomicInteger calls = new AtomicInteger();
		Around around = Around.method("getRequest", (hook, request, original) -> {
			if (!failing.get()) {
				return original.call();
			}
			firstCall.compareAndSet(0, System.nanoTime());
			lastCall.set(System.nanoTime());
			calls.incrementAndGet();
			throw new IOException("Too many open files");
		});
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing()
					.overriding(around)
					.toldTo(new ListenerTrace(this.trace))
					.run()) {
			Client client = running.connect();
			client.send("patience\n");
			this.trace.await("acceptFailed", 6);
			// rests of 10, 20, 40, 80 and 160 ms lie between six calls
			assertThat(Duration.ofNanos(lastCall.get() - firstCall.get())).isGreaterThan(Duration.ofMillis(300));
			assertThat(calls.get()).isLessThan(20);
			assertThat(logs.warnings()).singleElement().asString().contains("Too many open files");
			failing.set(false);
			assertThat(client.receiveLine()).isEqualTo("patience");
			assertThat(running.thread().isAlive()).isTrue();
		}
	}

	@EverySetup
	void stopDoesNotWaitForTheRestToEnd(Setup setup) throws Exception {
		Around around = Around.failing("getRequest", new IOException("Too many open files"));
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing()
					.overriding(around)
					.toldTo(new ListenerTrace(this.trace))
					.run()) {
			running.request();
			this.trace.await("acceptFailed", 3);
			running.server().close();
			running.awaitEnd();
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup
	void runtimeExceptionIsContainedAsWell(Setup setup) throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		Around around = Around.method("getRequest", (hook, request, original) -> {
			if (failed.compareAndSet(false, true)) {
				throw new IllegalStateException("getRequest");
			}
			return original.call();
		});
		try (RunningServer running = setup.echoing().overriding(around).toldTo(new ListenerTrace(this.trace)).run()) {
			assertThat(running.ask("served")).isEqualTo("served");
			assertThat(this.trace.count("acceptFailed")).isOne();
		}
	}

	@Tag("trap-37")
	@EverySetup
	void vanishedRequestIsNoFailure(Setup setup) throws Exception {
		AtomicBoolean vanished = new AtomicBoolean();
		Around around = Around.method("getRequest",
				(hook, request, original) -> vanished.compareAndSet(false, true) ? null : original.call());
		try (RunningServer running = setup.echoing().overriding(around).toldTo(new ListenerTrace(this.trace)).run()) {
			assertThat(running.ask("served")).isEqualTo("served");
			assertThat(this.trace.count("acceptFailed")).isZero();
		}
	}

}
