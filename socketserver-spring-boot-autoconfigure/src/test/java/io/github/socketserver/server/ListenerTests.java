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

package io.github.socketserver.server;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketserver.ServerListener;
import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners: each request received is closed exactly once, whatever happens.
 */
class ListenerTests {

	private final Trace trace = new Trace();

	@EverySetup
	void servedRequest(Setup setup) throws Exception {
		assertEvents(setup.handling((request) -> {
		}), "requestReceived", "requestStarted", "requestFinished", "requestClosed");
	}

	@EverySetup
	void failedRequest(Setup setup) throws Exception {
		assertEvents(setup.handling((request) -> {
			throw new IllegalStateException("handler");
		}).errorsHandledBy((request, error) -> true), "requestReceived", "requestStarted",
				"requestFinished with failure", "requestClosed");
	}

	@EverySetup
	void requestWhoseHandlerThrewAnError(Setup setup) throws Exception {
		assertEvents(setup.handling((request) -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			});
			throw new StackOverflowError("handler");
		}), "requestReceived", "requestStarted", "requestFinished with failure", "requestClosed");
	}

	@EverySetup
	void deniedRequest(Setup setup) throws Exception {
		assertEvents(setup.echoing().verifiedBy((request) -> false), "requestReceived", "requestDenied",
				"requestClosed");
	}

	@EverySetup
	void requestWhoseVerifierFailed(Setup setup) throws Exception {
		assertEvents(setup.echoing().verifiedBy((request) -> {
			throw new IllegalStateException("verifier");
		}).errorsHandledBy((request, error) -> true), "requestReceived", "requestDenied with failure", "requestClosed");
	}

	@EverySetup
	void requestThatAVerifierClosed(Setup setup) throws Exception {
		assertEvents(setup.echoing().verifiedBy((request) -> {
			request.close();
			return false;
		}), "requestReceived", "requestClosed", "requestDenied");
	}

	@EverySetup(notOnEventLoop = "it has its own strategy")
	void rejectedRequest(Setup setup) throws Exception {
		assertEvents(setup.echoing().with((options) -> options.processor((self) -> new ThreadingProcessor((task) -> {
			throw new RejectedExecutionException();
		}, () -> {
		}, 10))), "requestReceived", "requestRejected NO_THREAD", "requestClosed");
	}

	@EverySetup
	void requestThatGetRequestCouldNotFinish(Setup setup) throws Exception {
		assertEvents(setup.echoing().overriding(Around.method("getRequest", (hook, request, original) -> {
			if (original.call() == null) {
				return null;
			}
			throw new IllegalStateException("getRequest");
		})).errorsHandledBy((request, error) -> true), "requestReceived", "requestClosed");
	}

	@EverySetup(notOnEventLoop = "a loop is not interrupted")
	void requestThatIsCutAtTheEndOfTheGracePeriod(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> gate.pass())
			.with((options) -> options.shutdownGracePeriod(Duration.ofMillis(10)))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			gate.awaitArrivals(1);
			running.server().close();
			running.awaitEnd();
			this.trace.await("requestFinished with failure");
			assertThat(this.trace.count("requestReceived")).isOne();
			assertThat(this.trace.count("requestClosed")).isOne();
		}
	}

	@EverySetup
	void throwingListenerIsHarmlessAndTheOthersAreTold(Setup setup) throws Exception {
		ServerListener throwing = (ServerListener) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ServerListener.class }, (proxy, method, arguments) -> {
					throw new IllegalStateException(method.getName());
				});
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing().toldTo(throwing).toldTo(new ListenerTrace(this.trace)).run()) {
			assertThat(running.ask("hello")).isEqualTo("hello");
			running.server().close();
			running.awaitEnd();
			assertThat(this.trace.events()).containsExactly("serverStarted", "requestReceived", "requestStarted",
					"requestFinished", "requestClosed", "serverStopped");
			assertThat(logs.errors()).hasSize(6);
		}
	}

	private void assertEvents(TestServer server, String... events) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = server.toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await(events[events.length - 1]);
			running.server().close();
			running.awaitEnd();
			assertThat(logs.errors()).isEmpty();
		}
		List<String> expected = new ArrayList<>(List.of(events));
		expected.add(0, "serverStarted");
		expected.add("serverStopped");
		assertThat(this.trace.events()).containsExactlyElementsOf(expected);
	}

}
