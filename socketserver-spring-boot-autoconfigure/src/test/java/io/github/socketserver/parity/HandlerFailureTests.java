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

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for handlers that fail: an exception is the request's, an error the thread's.
 */
class HandlerFailureTests {

	@Tag("parity-17")
	@Tag("parity-19")
	@EverySetup
	void exceptionReachesHandleErrorOnceAndTheRequestIsShutDown(Setup setup) throws Exception {
		Trace trace = new Trace();
		AtomicInteger handled = new AtomicInteger();
		try (RunningServer running = setup.handling((request) -> {
			handled.incrementAndGet();
			throw new IllegalStateException("handler");
		}).overriding(trace.around(Around.method("handleError", (hook, request, original) -> null))).run()) {
			running.request();
			trace.await("closeRequest");
			assertThat(handled).hasValue(1);
			assertThat(trace.count("handleError")).isOne();
			assertThat(trace.count("shutdownRequest")).isOne();
			assertThat(trace.count("closeRequest")).isOne();
			assertThat(running.uncaught()).isEmpty();
		}
	}

	@Tag("parity-17")
	@Tag("parity-19")
	@EverySetup
	void serverGoesOnAfterAnException(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			String line = request.input().readLine();
			if (line.equals("fail")) {
				throw new IllegalStateException("handler");
			}
			request.output().write(line + "\n");
		}).run(); Client failing = running.connect()) {
			failing.send("fail\n");
			assertThat(running.ask("next")).isEqualTo("next");
			Awaitility.await().untilAsserted(() -> assertThat(logs.errors()).hasSize(1));
			assertThat(logs.warnings()).isEmpty();
		}
	}

	@Tag("parity-18")
	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void errorIsRethrownFromHandleRequestAndHandleErrorIsNotCalled(Setup setup) throws Exception {
		Trace trace = new Trace();
		Error error = new StackOverflowError("handler");
		BaseServer server = setup.handling((request) -> {
			throw error;
		}).overriding(trace.around()).create();
		try (server) {
			server.start();
			try (Client client = Client.connect(setup.type(), server.serverAddress())) {
				client.send("fail\n");
				assertThatExceptionOfType(StackOverflowError.class)
					.isThrownBy(() -> server.handleRequest(Duration.ofSeconds(20)))
					.isSameAs(error);
			}
			assertThat(trace.count("handleError")).isZero();
			assertThat(trace.count("shutdownRequest")).isOne();
			assertThat(trace.count("closeRequest")).isOne();
		}
	}

	@Tag("parity-18")
	@Tag("trap-4")
	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void errorUnderServeForeverReachesTheUncaughtHandlerAndServingGoesOn(Setup setup) throws Exception {
		Trace trace = new Trace();
		Error error = new StackOverflowError("handler");
		try (RunningServer running = setup.handling((request) -> {
			if (request.input().readLine().equals("fail")) {
				throw error;
			}
			request.output().write("served\n");
		}).overriding(trace.around()).run(); Client failing = running.connect()) {
			failing.send("fail\n");
			assertThat(running.ask("next")).isEqualTo("served");
			assertThat(running.uncaught()).containsExactly(error);
			assertThat(trace.count("handleError")).isZero();
			trace.await("closeRequest", 2);
		}
	}

	@Tag("parity-20")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void errorReachesTheUncaughtHandlerOfItsThread(Setup setup) throws Exception {
		Trace trace = new Trace();
		Error error = new StackOverflowError("handler");
		BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
			throw error;
		}).overriding(trace.around()).run()) {
			running.request();
			assertThat(uncaught.poll(20, TimeUnit.SECONDS)).isSameAs(error);
			assertThat(trace.count("handleError")).isZero();
			assertThat(trace.count("closeRequest")).isOne();
			assertThat(running.thread().isAlive()).isTrue();
			assertThat(running.uncaught()).isEmpty();
		}
	}

	@Tag("parity-20")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void clientSeesTheEndAfterAnError(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			});
			throw new StackOverflowError("handler");
		}).run(); Client client = running.request()) {
			assertThat(client.receiveLine()).isNull();
		}
	}

	@Tag("trap-2")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void handleErrorCanStillWriteToTheClient(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			request.input().readLine();
			throw new IllegalStateException("handler");
		}).overriding(Around.method("handleError", (hook, request, original) -> {
			request.output().write("sorry\n");
			return null;
		})).run(); Client client = running.connect()) {
			client.send("fail\n");
			assertThat(client.receiveLine()).isEqualTo("sorry");
			assertThat(client.receiveLine()).isNull();
		}
	}

	@Tag("trap-36")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void timeoutOfSomethingElseIsAnError(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			throw new SocketTimeoutException("the database");
		}).run()) {
			running.request();
			Awaitility.await().untilAsserted(() -> assertThat(logs.errors()).hasSize(1));
		}
	}

}
