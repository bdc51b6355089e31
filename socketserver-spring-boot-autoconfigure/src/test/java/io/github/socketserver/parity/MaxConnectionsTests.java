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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limit of requests at the same time.
 */
class MaxConnectionsTests {

	private final Trace trace = new Trace();

	private final Semaphore permits = new Semaphore(0);

	@Tag("trap-8")
	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void thirdClientWaitsUntilOneOfTwoIsServed(Setup setup) throws Exception {
		try (RunningServer running = server(setup, Overflow.WAIT).run()) {
			Client first = running.request();
			this.trace.await("handling", 1);
			running.request();
			this.trace.await("handling", 2);
			Client third = running.request();
			assertThat(this.trace.count("requestReceived")).isEqualTo(2);
			this.permits.release();
			this.trace.await("handling", 3);
			assertThat(this.trace.events()).containsSubsequence("handling", "handling", "requestClosed", "handling");
			this.permits.release(2);
			assertThat(third.receiveLine()).isEqualTo("done");
			assertThat(first.receiveLine()).isEqualTo("done");
			assertThat(this.trace.events()).noneMatch((event) -> event.startsWith("requestRejected"));
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void noMoreThanTheLimitRunAtTheSameTime(Setup setup) throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		TestServer server = setup.handling((request) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			Thread.yield();
			request.output().write("done\n");
			running.decrementAndGet();
		}).with((options) -> options.maxConnections(3));
		try (RunningServer serving = server.run()) {
			List<Client> clients = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				clients.add(serving.request());
			}
			for (Client client : clients) {
				assertThat(client.receiveLine()).isEqualTo("done");
			}
			assertThat(most.get()).isBetween(1, 3);
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void thirdClientIsRejectedAndCounted(Setup setup) throws Exception {
		try (RunningServer running = server(setup, Overflow.REJECT).run()) {
			Client first = running.request();
			running.request();
			this.trace.await("handling", 2);
			Client third = running.request();
			this.trace.await("requestRejected MAX_CONNECTIONS");
			if (!setup.isDatagram()) {
				assertThat(third.receiveLine()).isNull();
			}
			this.permits.release(3);
			assertThat(first.receiveLine()).isEqualTo("done");
			this.trace.await("requestClosed", 3);
			assertThat(running.request().receiveLine()).isEqualTo("done");
			assertThat(this.trace.count("requestRejected MAX_CONNECTIONS")).isOne();
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void stopWorksWhileTheServerIsFull(Setup setup) throws Exception {
		try (RunningServer running = server(setup, Overflow.WAIT).run()) {
			running.request();
			running.request();
			this.trace.await("handling", 2);
			running.request();
			running.server().shutdown();
			running.awaitEnd();
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void requestWithoutThreadIsRejectedAndServingGoesOn(Setup setup) throws Exception {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing().with((options) -> options.processor((self) -> {
					ExecutorService executor = Executors.newCachedThreadPool();
					return new ThreadingProcessor((task) -> {
						if (exhausted.get()) {
							throw new RejectedExecutionException("exhausted");
						}
						executor.execute(task);
					}, executor::shutdown, 10);
				})).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestRejected NO_THREAD");
			this.trace.await("requestClosed");
			exhausted.set(false);
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(logs.warnings()).singleElement().asString().contains("no thread");
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void machineWithoutThreadsIsNoCrash(Setup setup) throws Exception {
		AtomicBoolean exhausted = new AtomicBoolean(true);
		try (RunningServer running = setup.echoing().with((options) -> options.processor((self) -> {
			ExecutorService executor = Executors.newCachedThreadPool((task) -> {
				if (exhausted.get()) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				return new Thread(task);
			});
			return new ThreadingProcessor(executor, executor::shutdown, 10);
		})).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestRejected NO_THREAD");
			exhausted.set(false);
			assertThat(running.ask("next")).isEqualTo("next");
			assertThat(running.uncaught()).isEmpty();
		}
	}

	private TestServer server(Setup setup, Overflow overflow) {
		return setup.handling((request) -> {
			this.trace.add("handling");
			if (this.permits.tryAcquire(1, TimeUnit.MINUTES)) {
				request.output().write("done\n");
			}
		}).with((options) -> options.maxConnections(2).overflow(overflow)).toldTo(new ListenerTrace(this.trace));
	}

}
