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
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.SocketServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what a start takes its stop gives back: threads, descriptors, socket files.
 */
class ContextCyclesTests {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	@TempDir
	private Path folder;

	@Test
	@Tag("slow")
	void twoHundredContextsLeaveNothingBehind() throws IOException {
		run(2, this::startAndStopContext);
		long descriptors = descriptors();
		run(200, this::startAndStopContext);
		assertNothingIsLeft(descriptors);
	}

	@Test
	void twoHundredStartsOfOneContextsServersLeaveNothingBehind() throws IOException {
		runner().run((context) -> {
			SocketServers servers = context.getBean(SocketServers.class);
			Runnable cycle = () -> {
				servers.list().forEach((server) -> servers.stop(server.name()));
				servers.list().forEach((server) -> servers.start(server.name()));
			};
			run(2, cycle);
			long descriptors = descriptors();
			run(200, cycle);
			assertThat(LoopbackClient.ask(context, "tcp", "")).isEqualTo("tcp");
			await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors));
		});
		assertNothingIsLeft(Long.MAX_VALUE);
	}

	private void startAndStopContext() {
		runner().run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "")).isEqualTo("tcp");
			assertThat(LoopbackClient.askUnix(context, "unix", "")).isEqualTo("unix");
			assertThat(LoopbackClient.askDatagram(context, "udp", "")).isEqualTo("udp");
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean("name", NameHandler.class)
			.withPropertyValues("socketserver.defaults.handler=name", "socketserver.servers.tcp.port=0",
					"socketserver.servers.udp.port=0", "socketserver.servers.udp.socket-type=datagram",
					"socketserver.servers.unix.path=" + this.folder.resolve("s"));
	}

	private static void run(int times, Runnable cycle) {
		for (int i = 0; i < times; i++) {
			cycle.run();
		}
	}

	private void assertNothingIsLeft(long descriptors) throws IOException {
		await().untilAsserted(() -> {
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("socketserver-"));
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
		});
		assertThat(this.folder).isEmptyDirectory();
	}

	private static long descriptors() throws IOException {
		if (!Files.isDirectory(DESCRIPTORS)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(DESCRIPTORS)) {
			return files.count();
		}
	}

	static class NameHandler implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.output().write(request.server().name());
		}

	}

}
