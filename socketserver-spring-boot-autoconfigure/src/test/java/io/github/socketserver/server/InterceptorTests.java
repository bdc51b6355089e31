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

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for interceptors.
 */
class InterceptorTests {

	private final Trace trace = new Trace();

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void firstIsOutermostAndAllRunOnTheThreadOfTheHandler(Setup setup) throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		try (RunningServer running = setup.handling((request) -> {
			threads.add(Thread.currentThread());
			this.trace.add("handler");
		})
			.interceptedBy(interceptor("first", threads))
			.interceptedBy(interceptor("second", threads))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.trace.events()).containsSubsequence("first", "second", "handler", "second ends",
					"first ends");
			assertThat(threads).hasSize(1);
		}
	}

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void requestEndsUnhandledIfAnInterceptorDoesNotCallTheNext(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> this.trace.add("handler"))
			.interceptedBy((request, next) -> this.trace.add("interceptor"))
			.overriding(this.trace.around())
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.trace.events()).contains("interceptor", "requestFinished", "shutdownRequest")
				.doesNotContain("handler", "finishRequest", "handleError");
		}
	}

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void exceptionOfAnInterceptorIsAnErrorOfTheRequest(Setup setup) throws Exception {
		List<Exception> errors = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.echoing().interceptedBy((request, next) -> {
			throw new IOException("interceptor");
		}).errorsHandledBy((request, error) -> errors.add(error)).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(errors).singleElement().isInstanceOf(IOException.class);
		}
	}

	@EverySetup(notOnEventLoop = "it has no interceptors")
	void interceptorSeesTheExceptionOfTheHandlerAndMayKeepIt(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			throw new IllegalStateException("handler");
		}).interceptedBy((request, next) -> {
			try {
				next.handle(request);
			}
			catch (IllegalStateException ex) {
				this.trace.add("kept");
			}
		}).overriding(this.trace.around()).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.trace.events()).contains("kept", "requestFinished").doesNotContain("handleError");
		}
	}

	private RequestInterceptor interceptor(String name, Set<Thread> threads) {
		return (request, next) -> {
			threads.add(Thread.currentThread());
			this.trace.add(name);
			next.handle(request);
			this.trace.add(name + " ends");
		};
	}

}
