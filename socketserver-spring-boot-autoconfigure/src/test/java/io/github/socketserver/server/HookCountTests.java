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

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hooks and overridden methods together: each is called exactly once.
 */
class HookCountTests {

	private final Trace trace = new Trace();

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void eachHookOfAServedRequestIsCalledOnceInItsPlace(Setup setup) throws Exception {
		try (RunningServer running = everything(setup, (request) -> {
			this.trace.add("handle");
			request.output().write(request.input().readLine() + "\n");
		}).run()) {
			assertThat(running.ask("hello")).isEqualTo("hello");
			this.trace.await("requestClosed");
			this.trace.await("serviceActions");
		}
		assertThat(this.trace.events()).filteredOn((event) -> !event.equals("serviceActions"))
			.containsExactly("serverBind", "customizer", "serverActivate", "serverStarted", "getRequest",
					"requestReceived", "verifier", "verifyRequest", "processRequest", "requestStarted", "before",
					"finishRequest", "handle", "after", "requestFinished", "shutdownRequest", "closeRequest",
					"requestClosed", "serverStopped");
		assertThat(this.trace.count("serviceActions")).isPositive();
	}

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void eachHookOfAFailedRequestIsCalledOnceInItsPlace(Setup setup) throws Exception {
		try (RunningServer running = everything(setup, (request) -> {
			this.trace.add("handle");
			throw new IllegalStateException("handler");
		}).run()) {
			running.request();
			this.trace.await("requestClosed");
		}
		assertThat(this.trace.events()).filteredOn((event) -> !event.equals("serviceActions"))
			.containsExactly("serverBind", "customizer", "serverActivate", "serverStarted", "getRequest",
					"requestReceived", "verifier", "verifyRequest", "processRequest", "requestStarted", "before",
					"finishRequest", "handle", "after", "errorHandler", "handleError", "requestFinished with failure",
					"shutdownRequest", "closeRequest", "requestClosed", "serverStopped");
	}

	private TestServer everything(Setup setup, Handler<Request> handler) {
		Around quiet = Around.method("handleError", (hook, request, original) -> null);
		return setup.handling(handler)
			.overriding(this.trace.around(quiet))
			.toldTo(new ListenerTrace(this.trace))
			.customizedBy((socket) -> this.trace.add("customizer"))
			.verifiedBy((request) -> {
				this.trace.add("verifier");
				return true;
			})
			.interceptedBy((request, next) -> {
				this.trace.add("before");
				try {
					next.handle(request);
				}
				finally {
					this.trace.add("after");
				}
			})
			.errorsHandledBy((request, error) -> {
				this.trace.add("errorHandler");
				return false;
			});
	}

}
