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

package io.github.socketserver.forking;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.testsupport.Around;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a handler in a child sets on a socket that its parent has.
 */
class SocketOptionTests {

	@Test
	void optionsAndTimeoutReachTheRequestInTheParent() throws Exception {
		List<String> calls = new CopyOnWriteArrayList<>();
		try (ForkedServer server = ForkedSetup.tcp(Setting.class)
			.configured((test) -> test.overriding(Around.method("getRequest", (hook, request, original) -> {
				StreamRequest taken = (StreamRequest) original.call();
				return (taken != null) ? noting(taken, calls) : null;
			})))
			.run()) {
			assertThat(server.ask("set")).isEqualTo("OK, OK, OK");
			assertThat(calls).containsExactly("setOption [SO_KEEPALIVE, true]", "setOption [SO_LINGER, 7]",
					"setOption [SO_SNDBUF, 20000]", "setTimeout [PT7S]");
		}
	}

	private static Request noting(StreamRequest request, List<String> calls) {
		return (Request) Proxy.newProxyInstance(SocketOptionTests.class.getClassLoader(),
				new Class<?>[] { StreamRequest.class }, (proxy, method, arguments) -> {
					if (method.getName().startsWith("set")) {
						calls.add(method.getName() + " " + Arrays.toString(arguments));
					}
					if (method.getName().equals("equals")) {
						return proxy == arguments[0];
					}
					try {
						return method.invoke(request, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void optionThatTheSocketDoesNotHaveOrWantIsRefusedAsInAThread(Way way) throws Exception {
		try (ForkedServer server = way.setup(Refused.class).run()) {
			assertThat(server.ask("set")).isEqualTo("UnsupportedOperationException, IllegalArgumentException");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Way.class, names = ".*_TCP", mode = EnumSource.Mode.MATCH_ALL)
	void optionOfAClosedRequestIsRefusedAsInAThread(Way way) throws Exception {
		try (ForkedServer server = way.setup(Closed.class).run()) {
			server.connect();
			assertThat(server.notes().await("result ")).isEqualTo("ClosedChannelException");
		}
	}

	private static <T> String set(Request request, SocketOption<T> option, T value) throws IOException {
		try {
			((StreamRequest) request).setOption(option, value);
			return "OK";
		}
		catch (IOException | RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	/**
	 * Sets options and a time-out.
	 */
	static final class Setting implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			String results = set(request, StandardSocketOptions.SO_KEEPALIVE, true) + ", "
					+ set(request, StandardSocketOptions.SO_LINGER, 7) + ", "
					+ set(request, StandardSocketOptions.SO_SNDBUF, 20_000);
			((StreamRequest) request).setTimeout(Duration.ofSeconds(7));
			request.output().write(results + "\n");
		}

	}

	/**
	 * Sets what cannot be set.
	 */
	static final class Refused implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.output()
				.write(set(request, StandardSocketOptions.IP_MULTICAST_LOOP, true) + ", "
						+ set(request, StandardSocketOptions.SO_SNDBUF, -1) + "\n");
		}

	}

	/**
	 * Sets an option after it has closed its request.
	 */
	static final class Closed implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.close();
			Notes.of(request).add("result " + set(request, StandardSocketOptions.SO_SNDBUF, 10_000));
		}

	}

}
