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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what CPython asserts of its {@code Forking...Server} classes.
 */
class ForkingParityTests {

	@Tag("parity-3")
	@Tag("parity-6")
	@Tag("parity-9")
	@Tag("parity-12")
	@ParameterizedTest
	@EnumSource(ServerType.class)
	void eachClientIsServedByAProcessOfItsOwnAndOtherProcessesAreLeftAlone(ServerType type) throws Exception {
		Process other = new ProcessBuilder("/bin/sh", "-c", "read line; exit 72").start();
		Set<String> processes = new HashSet<>();
		try (ForkedServer server = ForkedSetup.of(type, CountingEcho.class).run()) {
			for (int i = 0; i < 2; i++) {
				String[] reply = server.ask("hello").split(" ");
				assertThat(reply).startsWith("hello", "1");
				assertThat(processes.add(reply[2])).isTrue();
			}
			assertThat(processes).doesNotContain(String.valueOf(ProcessHandle.current().pid()));
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(2));
			assertThat(server.trace().failures()).isZero();
		}
		assertThat(other.isAlive()).isTrue();
		other.outputWriter().append("go\n").close();
		assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(other.exitValue()).isEqualTo(72);
	}

	@Tag("parity-21")
	@ParameterizedTest
	@EnumSource(ServerType.class)
	void exceptionOfAHandlerIsThatOfItsRequestAndServingGoesOn(ServerType type) throws Exception {
		try (ForkedServer server = ForkedSetup.of(type, Failing.class)
			.children((children) -> children.maxChildren(1).requestsPerChild(2))
			.run(); Client client = server.connect()) {
			client.send("exception\n");
			assertThat(server.trace().failure()).isInstanceOf(ForkedHandlerException.class).hasMessage("no");
			if (type == ServerType.TCP || type == ServerType.UNIX_STREAM) {
				assertThat(client.receiveLine()).isNull();
			}
			assertThat(server.ask("next")).isEqualTo("next");
		}
	}

	@Tag("parity-21")
	@Test
	void handleErrorIsToldTheTypeTheTextTheStackAndTheCauses() throws Exception {
		Forking forking = Forking.of(Failing.class, ForkingOptions.builder().spareChildren(0).build());
		CompletableFuture<Exception> told = new CompletableFuture<>();
		TcpServer tcp = new TcpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), forking.handler(),
				ServerOptions.builder().name(ForkedSetup.NAME).processor(forking::processor).build()) {

			@Override
			protected void handleError(Request request, Exception error) {
				told.complete(error);
			}

		};
		Leftovers leftovers = new Leftovers();
		try (RunningServer server = RunningServer.of(tcp)) {
			assertThat(server.ask("exception")).isNull();
		}
		leftovers.awaitNone();
		ForkedHandlerException failure = (ForkedHandlerException) told.get(20, TimeUnit.SECONDS);
		assertThat(failure.getOriginalType()).isEqualTo(IllegalStateException.class.getName());
		assertThat(ForkedHandlerException.nameOf(failure)).isEqualTo("IllegalStateException");
		assertThat(failure).hasMessage("no").hasToString("java.lang.IllegalStateException: no (in a child process)");
		assertThat(failure.isConnectionFailure()).isFalse();
		assertThat(failure.isHandled()).isFalse();
		assertThat(failure.getStackTrace()[0]).satisfies((frame) -> {
			assertThat(frame.getClassName()).isEqualTo(Failing.class.getName());
			assertThat(frame.getMethodName()).isEqualTo("handle");
			assertThat(frame.getLineNumber()).isPositive();
		});
		assertThat(failure.getCause()).isInstanceOfSatisfying(ForkedHandlerException.class, (cause) -> {
			assertThat(cause.getOriginalType()).isEqualTo(IOException.class.getName());
			assertThat(cause).hasMessage("deep").hasNoCause();
			assertThat(cause.getStackTrace()[0].getMethodName()).isEqualTo("cause");
		});
	}

	@Tag("parity-22")
	@ParameterizedTest
	@EnumSource(ServerType.class)
	void errorOfAHandlerEndsItsRequestAndServingGoesOn(ServerType type) throws Exception {
		try (Logs logs = new Logs();
				ForkedServer server = ForkedSetup.of(type, Failing.class).run();
				Client client = server.connect()) {
			client.send("error\n");
			assertThat(server.trace().failure()).hasMessage("bad")
				.extracting(ForkedHandlerException::nameOf)
				.isEqualTo("AssertionError");
			if (type == ServerType.TCP || type == ServerType.UNIX_STREAM) {
				assertThat(client.receiveLine()).isNull();
			}
			assertThat(server.ask("next")).isEqualTo("next");
			Eventually.asserted(() -> assertThat(logs.errors()).hasSize(1));
		}
	}

	/**
	 * Tells how many requests its process has had.
	 */
	static final class CountingEcho implements Handler<Request> {

		private static int count;

		@Override
		public void handle(Request request) throws IOException {
			count++;
			request.output()
				.write(request.input().readLine() + " " + count + " " + ProcessHandle.current().pid() + "\n");
		}

	}

	/**
	 * Fails as it is told.
	 */
	static final class Failing implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			String line = request.input().readLine();
			if ("exception".equals(line)) {
				throw new IllegalStateException("no", cause());
			}
			if ("error".equals(line)) {
				throw new AssertionError("bad");
			}
			request.output().write(line + "\n");
		}

		private static IOException cause() {
			return new IOException("deep");
		}

	}

}
