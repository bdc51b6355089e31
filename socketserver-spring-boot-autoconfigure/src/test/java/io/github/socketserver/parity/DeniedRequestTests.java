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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that a verifier turns away.
 */
class DeniedRequestTests {

	@Tag("parity-26")
	@EverySetup
	void deniedRequestIsShutDownOnceAndNotHandled(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer running = setup.handling((request) -> trace.add("handle"))
			.overriding(trace.around(Around.method("verifyRequest", (hook, request, original) -> false)))
			.run()) {
			running.request();
			trace.await("serviceActions");
			trace.await("closeRequest");
			assertThat(trace.count("shutdownRequest")).isOne();
			assertThat(trace.count("closeRequest")).isOne();
			assertThat(trace.events()).doesNotContain("handle", "processRequest", "handleError");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void deniedClientSeesTheEnd(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().verifiedBy((request) -> false).run()) {
			assertThat(running.request().receiveLine()).isNull();
		}
	}

	@Tag("trap-3")
	@EverySetup
	void throwingVerifierDeniesAndIsReportedAndServingGoesOn(Setup setup) throws Exception {
		Trace trace = new Trace();
		AtomicInteger asked = new AtomicInteger();
		List<Exception> errors = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.echoing().verifiedBy((request) -> {
			if (asked.incrementAndGet() == 1) {
				throw new IOException("verifier");
			}
			return true;
		}).errorsHandledBy((request, error) -> {
			assertThat(request.isOpen()).isTrue();
			return errors.add(error);
		}).toldTo(new ListenerTrace(trace)).run()) {
			running.request();
			trace.await("requestClosed");
			assertThat(errors).singleElement().isInstanceOf(IOException.class);
			assertThat(running.ask("next")).isEqualTo("next");
			trace.await("requestClosed", 2);
			assertThat(trace.events()).containsExactly("serverStarted", "requestReceived", "requestDenied with failure",
					"requestClosed", "requestReceived", "requestStarted", "requestFinished", "requestClosed");
		}
	}

	@Tag("trap-3")
	@EverySetup
	void throwingVerifyRequestDeniesAndIsReportedAndServingGoesOn(Setup setup) throws Exception {
		Trace trace = new Trace();
		AtomicInteger asked = new AtomicInteger();
		try (RunningServer running = setup.echoing().overriding(trace.around((hook, request, original) -> {
			if (hook.equals("verifyRequest") && asked.incrementAndGet() == 1) {
				throw new IOException("verifyRequest");
			}
			return hook.equals("handleError") ? null : original.call();
		})).run()) {
			running.request();
			assertThat(running.ask("next")).isEqualTo("next");
			trace.await("closeRequest", 2);
			assertThat(trace.events()).containsSubsequence("getRequest", "verifyRequest", "handleError",
					"shutdownRequest", "closeRequest", "getRequest", "verifyRequest", "processRequest");
			assertThat(trace.count("handleError")).isOne();
		}
	}

	@EverySetup
	void allVerifiersMustAgreeAndTheFirstNoEndsTheQuestion(Setup setup) throws Exception {
		Trace trace = new Trace();
		try (RunningServer running = setup.echoing().verifiedBy((request) -> {
			trace.add("first");
			return true;
		}).verifiedBy((request) -> {
			trace.add("second");
			return false;
		}).verifiedBy((request) -> {
			trace.add("third");
			return true;
		}).overriding(trace.around()).run()) {
			running.request();
			trace.await("closeRequest");
			assertThat(trace.events()).containsSubsequence("getRequest", "first", "second", "shutdownRequest",
					"closeRequest");
			assertThat(trace.events()).doesNotContain("third", "verifyRequest", "processRequest");
		}
	}

	@EverySetup
	void verifierLeavesWordForTheHandler(Setup setup) throws Exception {
		try (RunningServer running = setup
			.handling((request) -> request.output().write(request.attributes().get("word") + "\n"))
			.verifiedBy((request) -> request.attributes().put("word", "hello") == null)
			.run()) {
			assertThat(running.request().receiveLine()).isEqualTo("hello");
		}
	}

}
