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

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a stop does to the requests that are being processed.
 */
class GracefulStopTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final Trace trace = new Trace();

	@Tag("trap-28")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void idleClientIsEndedAtOnceHoweverLongTheGracePeriod(Setup setup) throws Exception {
		try (RunningServer running = keepAlive(setup).run()) {
			Client client = running.connect();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			closeWithin(Duration.ofSeconds(20), running.server());
			assertThat(client.receiveLine()).isNull();
			running.awaitEnd();
		}
		assertThat(this.trace.count("handleError")).isZero();
		assertThat(this.trace.count("finished")).isOne();
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void silentClientIsEndedAtOnceHoweverLongTheGracePeriod(Setup setup) throws Exception {
		try (RunningServer running = keepAlive(setup).run()) {
			Client client = running.connect();
			this.trace.await("waiting");
			closeWithin(Duration.ofSeconds(20), running.server());
			assertThat(client.receiveLine()).isNull();
		}
		assertThat(this.trace.count("handleError")).isZero();
	}

	@EverySetup
	void busyClientGetsItsReplyAndTheStopWaitsForIt(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			gate.pass();
			request.output().write("late\n");
			this.trace.add("replied");
		}).with((options) -> options.shutdownGracePeriod(LONG)).toldTo(new ListenerTrace(this.trace)).run()) {
			Client client = running.request();
			gate.awaitArrivals(1);
			Thread closing = close(running.server());
			Awaitility.await().until(() -> !running.server().isRunning());
			assertThat(closing.isAlive()).isTrue();
			assertThat(this.trace.events()).doesNotContain("serverStopped");
			gate.open();
			assertThat(client.receiveLine()).isEqualTo("late");
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
			assertThat(this.trace.events()).containsSubsequence("replied", "requestClosed", "serverStopped");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void busyClientEndsAtItsNextWait(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			while (request.input().awaitData()) {
				String line = request.input().readLine();
				gate.pass();
				request.output().write(line + "\n");
			}
		}).with((options) -> options.shutdownGracePeriod(LONG)).run()) {
			Client client = running.connect();
			client.send("hello\n");
			gate.awaitArrivals(1);
			Thread closing = close(running.server());
			Awaitility.await().until(() -> !running.server().isRunning());
			gate.open();
			assertThat(client.receiveLine()).isEqualTo("hello");
			assertThat(client.receiveLine()).isNull();
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	@Tag("trap-28")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void handlerThatReadsForeverIsClosedAfterTheGracePeriod(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			this.trace.add("reading");
			request.input().read();
		})
			.with((options) -> options.shutdownGracePeriod(Duration.ofMillis(200)))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			Client client = running.connect();
			this.trace.await("reading");
			closeWithin(Duration.ofSeconds(20), running.server());
			assertThat(client.receiveLine()).isNull();
			running.awaitEnd();
			assertThat(this.trace.count("requestFinished with failure")).isOne();
			assertThat(this.trace.count("requestClosed")).isOne();
			assertThat(logs.warnings()).singleElement().asString().contains("1 request(s)", "200 ms");
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(notOnEventLoop = "a loop is not interrupted")
	void handlerThatSleepsForeverIsInterruptedAfterTheGracePeriod(Setup setup) throws Exception {
		Gate gate = new Gate();
		BlockingQueue<Exception> ends = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				ends.add(ex);
				throw ex;
			}
		}).with((options) -> options.shutdownGracePeriod(Duration.ofMillis(200))).run()) {
			running.request();
			gate.awaitArrivals(1);
			closeWithin(Duration.ofSeconds(20), running.server());
			assertThat(ends.poll(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
			running.awaitEnd();
		}
	}

	@EverySetup
	void closeNowGivesNoGrace(Setup setup) throws Exception {
		Gate gate = new Gate();
		TestServer server = setup.handling((request) -> gate.pass())
			.with((options) -> options.shutdownGracePeriod(LONG))
			.toldTo(new ListenerTrace(this.trace));
		try (RunningServer running = server.run()) {
			running.request();
			gate.awaitArrivals(1);
			Thread closing = new Thread(running.server()::closeNow);
			closing.start();
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
			running.awaitEnd();
			this.trace.await("requestClosed");
		}
	}

	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void interruptOfAnAbortedRequestIsNotLeftToTheServingThread(Setup setup) throws Exception {
		Gate gate = new Gate();
		AtomicBoolean interrupted = new AtomicBoolean(true);
		Around around = Around.method("serviceActions", (hook, request, original) -> {
			interrupted.set(Thread.currentThread().isInterrupted());
			return null;
		});
		try (RunningServer running = setup.handling((request) -> {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}).overriding(around).run()) {
			running.request();
			gate.awaitArrivals(1);
			running.server().closeNow();
			running.awaitEnd();
			assertThat(interrupted).isFalse();
		}
	}

	private TestServer keepAlive(Setup setup) {
		return setup.handling((request) -> {
			this.trace.add("waiting");
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
			this.trace.add("finished");
		})
			.with((options) -> options.shutdownGracePeriod(LONG))
			.overriding(Around.method("handleError", (hook, request, original) -> {
				this.trace.add("handleError");
				return null;
			}));
	}

	private static Thread close(BaseServer server) {
		Thread thread = new Thread(server::close, "closing");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void closeWithin(Duration limit, BaseServer server) throws InterruptedException {
		Thread closing = close(server);
		closing.join(limit.toMillis());
		assertThat(closing.isAlive()).as("still closing").isFalse();
	}

}
