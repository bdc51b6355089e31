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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hooks that throw: none of them ends serving, and every request is closed.
 */
class HookFailureTests {

	private final Trace trace = new Trace();

	@Tag("trap-3")
	@EverySetup
	void handleErrorThrows(Setup setup) throws Exception {
		assertGoesOnAfterFailure(setup, "handleError", true);
	}

	@EverySetup
	void shutdownRequestThrows(Setup setup) throws Exception {
		assertGoesOnAfterFailure(setup, "shutdownRequest", false);
	}

	@EverySetup
	void closeRequestThrows(Setup setup) throws Exception {
		assertGoesOnAfterFailure(setup, "closeRequest", false);
	}

	@EverySetup
	void processRequestThrows(Setup setup) throws Exception {
		assertGoesOnAfterFailure(setup, "processRequest", false);
		assertThat(this.trace.count("handleError")).isOne();
	}

	@EverySetup
	void serviceActionsThrows(Setup setup) throws Exception {
		assertGoesOnAfterFailure(setup, "serviceActions", false);
	}

	@Tag("trap-3")
	@EverySetup
	void getRequestThrowsAfterItHasTakenOne(Setup setup) throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		Around around = Around.method("getRequest", (hook, request, original) -> {
			Object taken = original.call();
			if (taken != null && failed.compareAndSet(false, true)) {
				throw new IllegalStateException("wrapping failed");
			}
			return taken;
		});
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing()
					.overriding(this.trace.around(around))
					.toldTo(new ListenerTrace(this.trace))
					.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.trace.count("handleError")).isOne();
			assertThat(this.trace.count("shutdownRequest")).isOne();
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(logs.errors()).hasSize(1);
		}
	}

	@EverySetup
	void errorOfAVerifierClosesItsRequestAndServingGoesOn(Setup setup) throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		Error error = new StackOverflowError("verifier");
		try (RunningServer running = setup.echoing().verifiedBy((request) -> {
			if (failed.compareAndSet(false, true)) {
				throw error;
			}
			return true;
		}).overriding(this.trace.around()).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(running.uncaught()).containsExactly(error);
			assertThat(this.trace.count("handleError")).isZero();
		}
	}

	@EverySetup
	void factoryThrows(Setup setup) throws Exception {
		AtomicBoolean failed = new AtomicBoolean();
		List<Exception> errors = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.handledBy(() -> {
			if (failed.compareAndSet(false, true)) {
				throw new IllegalStateException("no handler");
			}
			return (request) -> request.output().write(request.input().readLine() + "\n");
		}).errorsHandledBy((request, error) -> errors.add(error)).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(errors).singleElement().hasToString("java.lang.IllegalStateException: no handler");
		}
	}

	private void assertGoesOnAfterFailure(Setup setup, String failing, boolean handlerFails) throws Exception {
		AtomicInteger handled = new AtomicInteger();
		AtomicBoolean failed = new AtomicBoolean();
		Around around = (hook, request, original) -> {
			if (hook.equals(failing) && failed.compareAndSet(false, true)) {
				throw new IllegalStateException(failing);
			}
			return original.call();
		};
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			if (handlerFails && handled.incrementAndGet() == 1) {
				throw new IllegalStateException("handler");
			}
			request.output().write(request.input().readLine() + "\n");
		}).overriding(this.trace.around(around)).toldTo(new ListenerTrace(this.trace)).run()) {
			if (handlerFails || failing.equals("processRequest")) {
				// nobody reads
				running.request();
			}
			else {
				running.connect().send("first\n");
			}
			this.trace.await("requestClosed");
			Awaitility.await().until(failed::get);
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(running.thread().isAlive()).isTrue();
			this.trace.await("requestClosed", 2);
			assertThat(this.trace.count("requestReceived")).isEqualTo(2);
			assertThat(this.trace.count("requestClosed")).isEqualTo(2);
			assertThat(logs.errors()).hasSize(1);
		}
	}

}
