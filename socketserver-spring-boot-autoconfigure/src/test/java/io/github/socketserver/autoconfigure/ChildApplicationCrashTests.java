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

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.autoconfigure.metrics.SocketServerMetricsAutoConfiguration;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.OpenDescriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for child processes that are copies of their application and crash.
 */
class ChildApplicationCrashTests {

	private static final int CRASHES = 25;

	private static final int CLIENTS = 2;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	@Tag("slow")
	@Test
	void manyCrashesLeaveNothing() throws Exception {
		long descriptors = OpenDescriptors.count();
		List<String> folders = folders();
		try (ConfigurableApplicationContext context = SpringApplication.run(CrashingApplication.class, SocketApplication
			.arguments("socketserver.servers.server.port=0", "socketserver.servers.server.concurrency=forking"))) {
			crash(context);
			assertThat(ask(context, "live\n")).isEqualTo("alive");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(
						meters.get("socketserver.children.ended").tag("end", "crashed").counter().count())
					.isEqualTo(CRASHES));
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(folders()).isSubsetOf(folders));
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(children()).isEmpty());
		LiveThreads.awaitNone("socketserver-server");
		LiveThreads.awaitNone("socketserver-child-");
		OpenDescriptors.awaitAtMost(descriptors);
	}

	private static void crash(ConfigurableApplicationContext context) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Future<String>> answers = new ArrayList<>();
			Callable<String> client = () -> ask(context, "crash\n");
			for (int i = 0; i < CRASHES; i++) {
				answers.add(clients.submit(client));
			}
			for (Future<String> answer : answers) {
				assertThat(answer.get()).isEmpty();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static String ask(ConfigurableApplicationContext context, String line) throws IOException {
		try (Socket socket = LoopbackClient.connect(context, "server")) {
			// a busy machine takes its time to start a child
			socket.setSoTimeout((int) LIMIT.toMillis());
			LoopbackClient.send(socket, line);
			return LoopbackClient.readAll(socket);
		}
	}

	private static List<ProcessHandle> children() {
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.info()
				.commandLine()
				.filter((line) -> line.contains(ChildApplication.class.getName()))
				.isPresent())
			.toList();
	}

	private static List<String> folders() {
		String[] names = new File(System.getProperty("java.io.tmpdir")).list((folder, name) -> name
			.startsWith("socketserver-" + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-"));
		return (names != null) ? Arrays.asList(names) : List.of();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SocketServerAutoConfiguration.class, SocketServerMetricsAutoConfiguration.class })
	static class CrashingApplication {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		@RequestHandler("server")
		StreamHandler handler() {
			return (request) -> {
				if ("crash".equals(request.input().readLine())) {
					Runtime.getRuntime().halt(42);
				}
				request.output().write("alive");
			};
		}

	}

}
