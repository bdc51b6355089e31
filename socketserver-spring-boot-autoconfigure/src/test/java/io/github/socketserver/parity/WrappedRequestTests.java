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
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Request;
import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.StreamClient;
import io.github.socketserver.testsupport.Trace;
import io.github.socketserver.transport.RequestContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers whose {@code getRequest} returns a request of their own around that
 * of the superclass, as {@code get_request} may return anything in Python.
 */
class WrappedRequestTests {

	private static final Around WRAPPING = Around.method("getRequest", (hook, request, original) -> {
		Request taken = (Request) original.call();
		return (taken != null) ? new WrappedRequest(taken) : null;
	});

	private final Trace trace = new Trace();

	private final Gate gate = new Gate();

	@Tag("trap-31")
	@EverySetup(notOnEventLoop = "it serves only the requests that it makes")
	void everyHookGetsTheWrapperAndItIsClosedOnce(Setup setup) throws Exception {
		Map<Request, Set<String>> seen = new ConcurrentHashMap<>();
		Around around = (hook, request, original) -> {
			note(seen, hook, request);
			return hook.equals("handleError") ? null : WRAPPING.call(hook, request, original);
		};
		ServerListener listener = new ServerListener() {
			@Override
			public void requestReceived(Request request) {
				note(seen, "requestReceived", request);
			}

			@Override
			public void requestClosed(Request request) {
				note(seen, "requestClosed", request);
			}
		};
		try (RunningServer running = setup.handling((request) -> {
			note(seen, "handler", request);
			String line = request.input().readLine();
			if (line.equals("fail")) {
				throw new IllegalStateException("handler");
			}
			request.output().write(line + "\n");
		}).overriding(around).toldTo(listener).toldTo(new ListenerTrace(this.trace)).run()) {
			running.connect().send("fail\n");
			assertThat(running.ask("wrapped")).isEqualTo("wrapped");
			this.trace.await("requestClosed", 2);
		}
		assertThat(seen).hasSize(2);
		assertThat(seen.keySet()).allSatisfy((request) -> {
			assertThat(request).isInstanceOf(WrappedRequest.class);
			assertThat(((WrappedRequest) request).closings).hasValue(1);
		});
		assertThat(seen.values()).allSatisfy((hooks) -> assertThat(hooks).contains("requestReceived", "verifyRequest",
				"processRequest", "handler", "finishRequest", "shutdownRequest", "closeRequest", "requestClosed"));
		assertThat(seen.values()).filteredOn((hooks) -> hooks.contains("handleError")).hasSize(1);
		assertThat(this.trace.count("requestClosed")).isEqualTo(2);
	}

	@EverySetup
	void deniedWrapperIsClosed(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing()
			.verifiedBy((request) -> false)
			.overriding(this.trace.around(WRAPPING))
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(this.trace.count("shutdownRequest")).isOne();
		}
	}

	@EverySetup(notOnEventLoop = "it serves only the requests that it makes")
	void itsPlaceIsGivenBack(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing()
			.with((options) -> options.maxConnections(1))
			.overriding(WRAPPING)
			.run()) {
			for (int i = 0; i < 5; i++) {
				assertThat(running.ask("next")).isEqualTo("next");
			}
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void itsPlaceIsGivenBackWhenItsHandlerClosesIt(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			String line = request.input().readLine();
			if (line.equals("close")) {
				request.close();
				this.gate.pass();
			}
			request.output().write(line + "\n");
		})
			.with((options) -> options.maxConnections(1))
			.overriding(WRAPPING)
			.toldTo(new ListenerTrace(this.trace))
			.run()) {
			running.connect().send("close\n");
			this.gate.awaitArrivals(1);
			assertThat(running.ask("next")).isEqualTo("next");
			this.gate.open();
			this.trace.await("requestClosed", 2);
		}
	}

	@EverySetup(types = ServerType.TCP, notOnEventLoop = "it serves only the requests that it makes")
	void clientSeesTheEndAndNoResetAfterUnreadInput(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			this.gate.pass();
			request.output().write("reply\n");
		}).overriding(WRAPPING).run()) {
			Client client = running.connect();
			client.send("nobody reads this");
			this.gate.open();
			assertThat(client.receiveLine()).isEqualTo("reply");
			assertThat(client.receiveLine()).isNull();
		}
	}

	@EverySetup(notOnEventLoop = "it serves only the requests that it makes")
	void detachedWrapperStaysOpen(Setup setup) throws Exception {
		BlockingQueue<Request> detached = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> {
			request.detach();
			detached.add(request);
		}).overriding(WRAPPING).toldTo(new ListenerTrace(this.trace)).run()) {
			Client client = running.request();
			this.trace.await("requestFinished");
			try (Request request = detached.poll(20, TimeUnit.SECONDS)) {
				assertThat(this.trace.count("requestClosed")).isZero();
				request.output().write("later\n");
				request.output().flush();
				assertThat(request.isOpen()).isTrue();
			}
			this.trace.await("requestClosed");
			if (!setup.isDatagram()) {
				assertThat(client.receiveLine()).isEqualTo("later");
			}
		}
	}

	@EverySetup(notOnEventLoop = "it serves only the requests that it makes")
	void stopClosesADetachedWrapper(Setup setup) throws Exception {
		BlockingQueue<Request> detached = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> {
			request.detach();
			detached.add(request);
		}).with((options) -> options.shutdownGracePeriod(Duration.ZERO)).overriding(WRAPPING).run()) {
			running.request();
			WrappedRequest request = (WrappedRequest) detached.poll(20, TimeUnit.SECONDS);
			running.server().close();
			assertThat(request.isOpen()).isFalse();
			assertThat(request.closings).hasPositiveValue();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void idleWrapperIsEndedByAStop(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
		}).with((options) -> options.shutdownGracePeriod(Duration.ofSeconds(5))).overriding(WRAPPING).run()) {
			Client client = running.connect();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			running.server().close();
			assertThat(client.receiveLine()).isNull();
			assertThat(logs.warnings()).isEmpty();
		}
	}

	@Test
	void wrapperThatCreateRequestReturnsIsEndedByAStop() throws Exception {
		StreamHandler handler = (request) -> {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
		};
		ServerOptions options = ServerOptions.builder().shutdownGracePeriod(Duration.ofSeconds(5)).build();
		TcpServer server = new TcpServer(new InetSocketAddress("127.0.0.1", 0), handler, options) {
			@Override
			protected StreamRequest createRequest(RequestContext context, SocketChannel channel) throws IOException {
				StreamRequest made = super.createRequest(context, channel);
				return (StreamRequest) Proxy.newProxyInstance(getClass().getClassLoader(),
						new Class<?>[] { StreamRequest.class }, (proxy, method, args) -> method.invoke(made, args));
			}
		};
		try (Logs logs = new Logs(); RunningServer running = RunningServer.of(server)) {
			Client client = running.connect();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			server.close();
			assertThat(client.receiveLine()).isNull();
			assertThat(logs.warnings()).isEmpty();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			notOnEventLoop = "it serves only the requests that it makes")
	void timeoutActsOnAWrapperAndIsTheClientsFault(Setup setup) throws Exception {
		BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing()
					.with((options) -> options.timeout(Duration.ofMillis(50)))
					.errorsHandledBy((request, error) -> !failures.add(error))
					.overriding(WRAPPING)
					.run()) {
			running.connect();
			assertThat(failures.poll(20, TimeUnit.SECONDS)).isInstanceOf(SocketTimeoutException.class);
			Awaitility.await().untilAsserted(() -> assertThat(logs.debug()).hasSize(1));
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(types = { ServerType.TCP }, notOnEventLoop = "it serves only the requests that it makes")
	void clientThatResetsIsNoErrorOfAWrapper(Setup setup) throws Exception {
		try (Logs logs = new Logs();
				RunningServer running = setup.echoing()
					.overriding(WRAPPING)
					.toldTo(new ListenerTrace(this.trace))
					.run()) {
			((StreamClient) running.connect()).reset();
			this.trace.await("requestClosed");
			assertThat(logs.errors()).isEmpty();
		}
	}

	private static void note(Map<Request, Set<String>> seen, String hook, Request request) {
		if (request != null) {
			seen.computeIfAbsent(request, (key) -> ConcurrentHashMap.newKeySet()).add(hook);
		}
	}

	private static final class WrappedRequest implements Request {

		private final Request request;

		private final AtomicInteger closings = new AtomicInteger();

		WrappedRequest(Request request) {
			this.request = request;
		}

		@Override
		public String id() {
			return "wrapped " + this.request.id();
		}

		@Override
		public SocketServer server() {
			return this.request.server();
		}

		@Override
		public SocketAddress clientAddress() {
			return this.request.clientAddress();
		}

		@Override
		public SocketAddress localAddress() {
			return this.request.localAddress();
		}

		@Override
		public Optional<Principal> principal() {
			return this.request.principal();
		}

		@Override
		public Map<String, Object> attributes() {
			return this.request.attributes();
		}

		@Override
		public RequestInputStream input() {
			return this.request.input();
		}

		@Override
		public RequestOutputStream output() {
			return this.request.output();
		}

		@Override
		public long bytesReceived() {
			return this.request.bytesReceived();
		}

		@Override
		public long bytesSent() {
			return this.request.bytesSent();
		}

		@Override
		public void detach() {
			this.request.detach();
		}

		@Override
		public boolean isOpen() {
			return this.request.isOpen();
		}

		@Override
		public void close() {
			this.closings.incrementAndGet();
			this.request.close();
		}

	}

}
