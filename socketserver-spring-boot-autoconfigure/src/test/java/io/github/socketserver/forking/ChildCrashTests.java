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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for children that end before their request does.
 */
class ChildCrashTests {

	@ParameterizedTest
	@CsvSource({ "halt 42, 42, CRASHED", "exit 3, 3, CRASHED", "exit 0, 0, CRASHED", "memory, 3, CRASHED",
			"kill, 137, CRASHED" })
	void clientSeesTheEndAndTheNextOneIsServed(String what, int exitCode, ChildEnd end) throws Exception {
		try (Logs logs = new Logs();
				ForkedServer server = ForkedSetup.tcp(Crashing.class)
					.children((children) -> children.jvmOptions(List.of("-Xmx24m")))
					.run();
				StreamClient client = server.stream()) {
			client.send(what + "\n");
			String child = client.receiveLine();
			assertThat(client.receiveLine()).isNull();
			assertThat(server.trace().failure()).isInstanceOf(ChildCrashedException.class)
				.hasMessageStartingWith(
						"Child process %s of server 'forked', which served %s, has ended with exit code %d."
							.formatted(child, client.localAddress().toString().substring(1), exitCode))
				.hasMessageContaining("last words")
				.hasNoCause();
			assertThat(server.ask("echo")).isEqualTo("echo");
			server.trace().awaitEnds(end, ChildEnd.RETIRED);
			assertThat(logs.errors()).hasSize(1);
		}
	}

	@Test
	void logNamesTheExitCodeTheServerTheClientAndTheEndOfTheOutput() throws Exception {
		try (Logs logs = new Logs();
				ForkedServer server = ForkedSetup.tcp(Crashing.class).run();
				Client client = server.connect()) {
			client.send("output\n");
			server.trace().failure();
			Eventually.asserted(() -> assertThat(logs.errors()).hasSize(1));
			assertThat(logs.errorsWithStacks()).singleElement()
				.asString()
				.contains("of server 'forked'", "exit code 42", client.localAddress().toString().substring(1),
						"the last line")
				.doesNotContain("the first line")
				.hasSizeLessThan(3000);
		}
	}

	@ParameterizedTest
	@EnumSource(value = ServerType.class, names = { "UDP", "UNIX_DATAGRAM" })
	void crashIsTheEndOfOneRequest(ServerType type) throws Exception {
		try (ForkedServer server = ForkedSetup.of(type, Crashing.class).run(); Client client = server.connect()) {
			client.send("halt 42\n");
			assertThat(server.trace().failure()).isInstanceOf(ChildCrashedException.class);
			assertThat(server.ask("echo")).isEqualTo("echo");
		}
	}

	@Test
	void stackOverflowIsToldAndEndsTheChild() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Crashing.class)
			.children((children) -> children.requestsPerChild(10))
			.run()) {
			StreamClient client = server.stream();
			client.send("stack\n");
			String child = client.receiveLine();
			assertThat(client.receiveLine()).isNull();
			assertThat(server.trace().failure()).isInstanceOfSatisfying(ForkedHandlerException.class, (failure) -> {
				assertThat(failure.getOriginalType()).isEqualTo(StackOverflowError.class.getName());
				assertThat(failure.getStackTrace()).hasSizeBetween(1, 128);
			});
			assertThat(server.ask("pid")).isNotEqualTo(child);
			assertThat(server.trace().ends()).containsExactly(ChildEnd.CRASHED);
		}
	}

	@Test
	void exceptionThatCannotBeToldIsStillAnException() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Crashing.class).run()) {
			assertThat(server.ask("unspeakable")).isNotNull();
			assertThat(server.trace().failure()).isInstanceOfSatisfying(ForkedHandlerException.class,
					(failure) -> assertThat(ForkedHandlerException.nameOf(failure)).isEqualTo("Unspeakable"));
		}
	}

	@Test
	void childThatTakesTooLongIsKilledWithWhatItHasStartedAndItsClientClosed() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Crashing.class)
					.children((children) -> children.childTimeout(Duration.ofSeconds(5)))
					.run();
				StreamClient looping = server.stream();
				StreamClient takingNothing = server.stream()) {
			looping.send("loop\n");
			takingNothing.send("flood\n");
			String child = looping.receiveLine();
			assertThat(looping.receiveLine()).isNull();
			long grandchild = Long.parseLong(server.notes().await("grandchild "));
			String address = looping.localAddress().toString().substring(1);
			assertThat(List.of(server.trace().failure(), server.trace().failure()))
				.allSatisfy((failure) -> assertThat(failure).isInstanceOf(ChildTimeoutException.class)
					.hasMessageContaining("last words"))
				.extracting(Throwable::getMessage)
				.anyMatch((message) -> message.startsWith(
						"Child process %s of server 'forked', which served %s, took longer than 'child-timeout', 5000 ms."
							.formatted(child, address)));
			Eventually.until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
			assertThat(logs.errors()).singleElement().asString().contains("took longer than 'child-timeout', 5000 ms");
			assertThat(server.ask("echo")).isEqualTo("echo");
			server.trace().awaitEnds(ChildEnd.KILLED, ChildEnd.KILLED, ChildEnd.RETIRED);
		}
	}

	@Test
	void crashAfterTheRequestWasClosedIsACrash() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Crashing.class).run()) {
			assertThat(server.ask("close")).isNotNull();
			assertThat(server.trace().failure()).isInstanceOf(ChildCrashedException.class);
			server.trace().awaitEnds(ChildEnd.CRASHED);
		}
	}

	@Test
	void outputOfAProcessThatOutlivesTheChildDelaysNobodyForLong() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Crashing.class).run()) {
			StreamClient client = server.stream();
			client.send("orphan\n");
			long orphan = Long.parseLong(server.notes().await("grandchild "));
			assertThat(server.trace().failure()).hasMessageContaining("last words");
			assertThat(server.ask("echo")).isEqualTo("echo");
			assertThat(ProcessHandle.of(orphan).orElseThrow().destroyForcibly()).isTrue();
		}
	}

	/**
	 * Ends as it is told.
	 */
	static final class Crashing implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			String[] words = request.input().readLine().split(" ");
			if (words[0].equals("echo")) {
				request.output().write("echo\n");
				return;
			}
			System.out.println("last words");
			request.output().write(ProcessHandle.current().pid() + "\n");
			switch (words[0]) {
				case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
				case "exit" -> System.exit(Integer.parseInt(words[1]));
				case "memory" -> exhaustMemory();
				case "stack" -> recurse(0);
				case "loop" -> loop();
				case "unspeakable" -> throw new Unspeakable();
				case "kill" -> {
					run("kill", "-9", String.valueOf(ProcessHandle.current().pid())).waitFor();
					TimeUnit.MINUTES.sleep(1);
				}
				case "output" -> {
					System.out.println("the first line");
					System.err.println("x".repeat(100_000));
					System.out.println("the last line");
					Runtime.getRuntime().halt(42);
				}
				case "flood" -> {
					Notes.of(request).add("grandchild " + run("sleep", "600").pid());
					flood(request);
				}
				case "close" -> {
					request.close();
					Runtime.getRuntime().halt(42);
				}
				case "orphan" -> {
					Notes.of(request).add("grandchild " + new ProcessBuilder("sleep", "600").inheritIO().start().pid());
					Runtime.getRuntime().halt(42);
				}
				default -> {
				}
			}
		}

		private static Process run(String... command) throws IOException {
			return new ProcessBuilder(command).start();
		}

		private static void exhaustMemory() {
			List<byte[]> all = new ArrayList<>();
			while (!all.contains("never".getBytes(StandardCharsets.UTF_8))) {
				all.add(new byte[1024 * 1024]);
			}
		}

		private static int recurse(int depth) {
			return (depth < 0) ? 0 : recurse(depth + 1) + 1;
		}

		private static void loop() {
			long count = 0;
			while (count >= 0) {
				count = (count + 1) & Long.MAX_VALUE;
			}
		}

		private static void flood(Request request) throws IOException {
			byte[] data = new byte[8192];
			while (true) {
				request.output().write(data);
			}
		}

	}

	/**
	 * Has no message, and fails when it is asked for one.
	 */
	static final class Unspeakable extends Exception {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no words");
		}

	}

}
