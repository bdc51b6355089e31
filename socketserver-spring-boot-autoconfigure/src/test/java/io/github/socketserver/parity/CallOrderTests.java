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

import org.junit.jupiter.api.Tag;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.Request;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which the overridable methods are called, which is Python's.
 */
class CallOrderTests {

	private final Trace trace = new Trace();

	@Tag("trap-1")
	@EverySetup
	void constructionAndStop(Setup setup) {
		BaseServer server = setup.echoing().overriding(this.trace.around()).create();
		assertThat(this.trace.events()).isEmpty();
		server.start();
		server.close();
		assertThat(this.trace.events()).startsWith("serverBind", "serverActivate");
	}

	@Tag("trap-1")
	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void synchronousRequest(Setup setup) throws Exception {
		serve(setup, new Steps(this.trace, ""));
		assertThat(requestEvents()).containsExactly("getRequest", "verifyRequest", "processRequest", "finishRequest",
				"setup", "handle", "finish", "shutdownRequest", "closeRequest", "serviceActions");
	}

	@Tag("trap-1")
	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void threadedRequest(Setup setup) throws Exception {
		serve(setup, new Steps(this.trace, ""));
		assertThat(requestEvents()).filteredOn((event) -> !event.equals("serviceActions"))
			.containsExactly("getRequest", "verifyRequest", "processRequest", "finishRequest", "setup", "handle",
					"finish", "shutdownRequest", "closeRequest");
	}

	@Tag("trap-1")
	@EverySetup
	void failedRequest(Setup setup) throws Exception {
		serve(setup, new Steps(this.trace, "handle"));
		assertThat(requestEvents()).filteredOn((event) -> !event.equals("serviceActions"))
			.containsExactly("getRequest", "verifyRequest", "processRequest", "finishRequest", "setup", "handle",
					"finish", "handleError", "shutdownRequest", "closeRequest");
	}

	@Tag("trap-1")
	@EverySetup
	void requestWhoseSetupFailed(Setup setup) throws Exception {
		serve(setup, new Steps(this.trace, "setup"));
		assertThat(requestEvents()).filteredOn((event) -> !event.equals("serviceActions"))
			.containsExactly("getRequest", "verifyRequest", "processRequest", "finishRequest", "setup", "handleError",
					"shutdownRequest", "closeRequest");
	}

	@Tag("trap-1")
	@EverySetup
	void deniedRequest(Setup setup) throws Exception {
		Around denying = Around.method("verifyRequest", (hook, request, original) -> false);
		try (RunningServer running = setup.echoing().overriding(this.trace.around(denying)).run()) {
			running.request();
			this.trace.await("serviceActions");
		}
		assertThat(requestEvents()).containsExactly("getRequest", "verifyRequest", "shutdownRequest", "closeRequest",
				"serviceActions");
	}

	private void serve(Setup setup, Steps handler) throws Exception {
		Around around = Around.method("handleError", (hook, request, original) -> null);
		try (RunningServer running = setup.handledBy(() -> handler).overriding(this.trace.around(around)).run()) {
			running.request();
			this.trace.await("closeRequest");
			this.trace.await("serviceActions");
		}
	}

	private List<String> requestEvents() {
		List<String> events = this.trace.events();
		int end = events.lastIndexOf("closeRequest");
		int actions = events.indexOf("serviceActions");
		return events.subList(2, Math.max(end, actions) + 1);
	}

	/**
	 * Notes its steps, one of which may fail.
	 */
	static class Steps extends BaseRequestHandler<Request> {

		private final Trace trace;

		private final String failing;

		Steps(Trace trace, String failing) {
			this.trace = trace;
			this.failing = failing;
		}

		@Override
		protected void setup() {
			step("setup");
		}

		@Override
		protected void handle() {
			step("handle");
		}

		@Override
		protected void finish() {
			step("finish");
		}

		private void step(String name) {
			this.trace.add(name);
			if (name.equals(this.failing)) {
				throw new IllegalStateException(name);
			}
		}

	}

}
