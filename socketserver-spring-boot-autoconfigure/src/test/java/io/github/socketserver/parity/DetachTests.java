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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests whose handler takes over their closing.
 */
class DetachTests {

	private final Trace trace = new Trace();

	private final BlockingQueue<Request> detached = new LinkedBlockingQueue<>();

	@Tag("trap-30")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void detachedConnectionStaysOpenUntilItsOwnerClosesIt(Setup setup) throws Exception {
		try (RunningServer running = server(setup).run()) {
			Client client = running.request();
			Request request = take();
			this.trace.await("requestFinished");
			assertThat(running.server().isRunning()).isTrue();
			request.output().write("later\n");
			assertThat(client.receiveLine()).isEqualTo("later");
			assertThat(this.trace.count("requestClosed")).isZero();
			assertThat(this.trace.count("shutdownRequest")).isZero();
			request.close();
			assertThat(client.receiveLine()).isNull();
			assertThat(this.trace.count("requestClosed")).isOne();
			request.close();
			assertThat(this.trace.count("requestClosed")).isOne();
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void detachedDatagramIsAnsweredLater(Setup setup) throws Exception {
		try (RunningServer running = server(setup).run()) {
			Client client = running.request();
			DatagramRequest request = (DatagramRequest) take();
			this.trace.await("requestFinished");
			request.reply("later");
			assertThat(client.receiveLine()).isEqualTo("later");
			assertThat(this.trace.count("requestClosed")).isZero();
			request.close();
			assertThat(this.trace.count("requestClosed")).isOne();
		}
	}

	@EverySetup
	void detachedRequestKeepsItsSlot(Setup setup) throws Exception {
		TestServer server = server(setup).with((options) -> options.maxConnections(1).overflow(Overflow.REJECT));
		try (RunningServer running = server.run()) {
			running.request();
			Request request = take();
			this.trace.await("requestFinished");
			running.request();
			this.trace.await("requestRejected MAX_CONNECTIONS");
			request.close();
			running.request();
			assertThat(take()).isNotSameAs(request);
		}
	}

	@EverySetup
	void serverThatWaitsForRoomGoesOnWhenADetachedRequestIsClosed(Setup setup) throws Exception {
		try (RunningServer running = server(setup).with((options) -> options.maxConnections(1)).run()) {
			running.request();
			Request request = take();
			this.trace.await("requestFinished");
			running.request();
			request.close();
			assertThat(take()).isNotSameAs(request);
		}
	}

	@EverySetup
	void stopClosesADetachedRequestAfterTheGracePeriod(Setup setup) throws Exception {
		TestServer server = server(setup).with((options) -> options.shutdownGracePeriod(Duration.ofMillis(50)));
		try (RunningServer running = server.run()) {
			Client client = running.request();
			Request request = take();
			this.trace.await("requestFinished");
			running.server().close();
			assertThat(request.isOpen()).isFalse();
			assertThat(this.trace.count("requestClosed")).isOne();
			if (!setup.isDatagram()) {
				assertThat(client.receiveLine()).isNull();
			}
		}
	}

	@EverySetup
	void stopWaitsForTheOwnerOfADetachedRequest(Setup setup) throws Exception {
		TestServer server = server(setup).with((options) -> options.shutdownGracePeriod(Duration.ofMinutes(10)));
		try (RunningServer running = server.run()) {
			running.request();
			Request request = take();
			Thread closing = new Thread(running.server()::close);
			closing.start();
			Awaitility.await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
			request.close();
			closing.join(Client.LIMIT_MILLIS);
			assertThat(closing.isAlive()).isFalse();
		}
	}

	@EverySetup(notOnEventLoop = "it closes after the call")
	void requestThatItsHandlerClosesIsClosedOnce(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			request.close();
			assertThat(request.isOpen()).isFalse();
			this.trace.add("closed by handler");
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestFinished");
			this.trace.await("requestClosed");
			assertThat(this.trace.events()).containsSubsequence("requestClosed", "closed by handler",
					"requestFinished");
			running.server().close();
			assertThat(this.trace.count("requestClosed")).isOne();
			assertThat(logs.errors()).isEmpty();
		}
	}

	private TestServer server(Setup setup) {
		return setup.handling((request) -> {
			request.detach();
			this.detached.add(request);
		})
			.with((options) -> options.shutdownGracePeriod(Duration.ZERO))
			.overriding(this.trace.around())
			.toldTo(new ListenerTrace(this.trace));
	}

	private Request take() throws InterruptedException {
		Request request = this.detached.poll(20, TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

}
