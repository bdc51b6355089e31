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

package io.github.socketserver.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that contexts leave neither threads nor descriptors behind.
 */
@EnabledOnOs(OS.LINUX)
class RestartLeakTests {

	private static final int CYCLES = 20;

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	@Test
	void contextsLeaveNothingBehind(@TempDir Path folder) throws Exception {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean(EchoHandler.class)
			.withPropertyValues("socketserver.servers.tcp.port=0", "socketserver.servers.udp.port=0",
					"socketserver.servers.udp.socket-type=datagram",
					"socketserver.servers.unix.path=" + folder.resolve("s"));
		Set<Thread> others = threads();
		cycle(runner);
		List<String> before = sockets();
		for (int i = 0; i < CYCLES; i++) {
			cycle(runner);
		}
		await().untilAsserted(() -> assertThat(others).containsAll(threads()));
		assertThat(sockets()).hasSizeLessThanOrEqualTo(before.size());
		assertThat(folder).isEmptyDirectory();
	}

	@Test
	void contextThatIsRestartedLeavesNothingBehind(@TempDir Path folder) throws Exception {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean(EchoHandler.class)
			.withPropertyValues("socketserver.servers.tcp.port=0", "socketserver.servers.udp.port=0",
					"socketserver.servers.udp.socket-type=datagram",
					"socketserver.servers.unix.path=" + folder.resolve("s"));
		Set<Thread> others = threads();
		runner.run((context) -> {
			context.getSourceApplicationContext().stop();
			List<String> before = sockets();
			for (int i = 0; i < CYCLES; i++) {
				context.getSourceApplicationContext().start();
				assertThat(LoopbackClient.ask(context, "tcp", "hello")).isEqualTo("hello");
				context.getSourceApplicationContext().stop();
			}
			await().untilAsserted(() -> assertThat(others).containsAll(threads()));
			assertThat(sockets()).hasSizeLessThanOrEqualTo(before.size());
		});
	}

	private static void cycle(ApplicationContextRunner runner) {
		runner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "hello")).isEqualTo("hello");
			assertThat(LoopbackClient.askDatagram(context, "udp", "hello")).isEqualTo("hello");
			assertThat(LoopbackClient.askUnix(context, "unix", "hello")).isEqualTo("hello");
		});
	}

	// The descriptors of jars and classes come and go with the class loader
	private static List<String> sockets() throws IOException {
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return descriptors.map(RestartLeakTests::target)
				.filter((target) -> target.startsWith("socket:") || target.startsWith("anon_inode:"))
				.toList();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "closed meanwhile";
		}
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("socketserver-"))
			.collect(Collectors.toSet());
	}

	@RequestHandler({ "tcp", "udp", "unix" })
	static class EchoHandler implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.input().transferTo(request.output());
		}

	}

}
