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

import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the properties that act on threads, seen from the handler.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketServerAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("socketserver.servers.server.address=127.0.0.1", "socketserver.servers.server.port=0");

	private final ApplicationContextRunner threadRunner = this.contextRunner
		.withUserConfiguration(ThreadConfiguration.class);

	private final ApplicationContextRunner gatedRunner = this.contextRunner.withBean(GatedHandler.class)
		.withBean(Received.class);

	@ParameterizedTest
	@CsvSource({ "synchronous, socketserver-server", "threading, socketserver-server-1", ", socketserver-server-1" })
	void concurrencyDecidesOnTheThread(String concurrency, String thread) {
		with(this.threadRunner, "concurrency", concurrency)
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "name\n")).isEqualTo(thread));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", false" })
	void daemonThreadsDecidesOnTheThread(String daemonThreads, String daemon) {
		with(this.threadRunner, "daemon_threads", daemonThreads)
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "daemon\n")).isEqualTo(daemon));
	}

	@Test
	void serverWithDaemonThreadsKeepsTheVirtualMachineAlive() {
		with(this.threadRunner, "daemon-threads", "true")
			.run((context) -> assertThat(Thread.getAllStackTraces()).anySatisfy((thread, stack) -> {
				assertThat(thread.getName()).isEqualTo("socketserver-server");
				assertThat(thread.isDaemon()).isFalse();
			}));
	}

	@Test
	void threadsArePlatformThreads() {
		this.threadRunner
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "thread\n")).startsWith("Thread["));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenVirtualThreadsAreOnThenThreadsAreVirtual() {
		this.threadRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "thread\n")).startsWith("VirtualThread[");
			assertThat(LoopbackClient.ask(context, "server", "name\n")).startsWith("socketserver-server-");
		});
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void whenVirtualThreadsAreOnButUnknownThenThreadsArePlatformThreads() {
		this.threadRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "thread\n")).startsWith("Thread["));
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void taskDecoratorDecoratesRequests(boolean virtualThreads) {
		this.threadRunner.withUserConfiguration(DecoratorConfiguration.class)
			.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads)
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "decorated\n")).isEqualTo("yes"));
	}

	@Test
	void withoutTaskDecoratorRequestsAreNotDecorated() {
		this.threadRunner
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "decorated\n")).isEqualTo("no"));
	}

	@Test
	void whenMaxConnectionsAreThereThenTheNextWaits() {
		limited("wait").run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket first = LoopbackClient.connect(context, "server");
					Socket second = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(first)).isEqualTo("done");
				assertThat(LoopbackClient.readAll(second)).isEqualTo("done");
				assertThat(handler.mostAtOnce).hasValue(1);
			}
		});
	}

	@Test
	void whenMaxConnectionsAreThereThenTheNextIsRejected() {
		limited("reject").run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket first = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				try (Socket second = LoopbackClient.connect(context, "server")) {
					assertThat(LoopbackClient.readAll(second)).isEmpty();
				}
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(first)).isEqualTo("done");
				assertThat(context.getBean(Received.class).count).hasValue(2);
			}
		});
	}

	@Test
	void withoutLimitRequestsRunAtTheSameTime() {
		this.gatedRunner.run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket first = LoopbackClient.connect(context, "server");
					Socket second = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 2);
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(first) + LoopbackClient.readAll(second)).isEqualTo("donedone");
			}
		});
	}

	@Test
	void whenSynchronousThenRequestsRunOneAfterTheOther() {
		with(this.gatedRunner, "concurrency", "synchronous").run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket first = LoopbackClient.connect(context, "server");
					Socket second = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(first) + LoopbackClient.readAll(second)).isEqualTo("donedone");
				assertThat(handler.mostAtOnce).hasValue(1);
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "block-on-close, false", "daemon-threads, true" })
	void whenStopDoesNotBlockThenRequestsGoOn(String key, String value) {
		with(this.gatedRunner, key, value).run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket socket = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				context.getBean(SocketServers.class).stop("server");
				assertThat(handler.waiting).hasValue(1);
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(socket)).isEqualTo("done");
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "true", "''" })
	void whenStopBlocksThenItEndsAfterTheRequests(String blockOnClose) {
		with(this.gatedRunner, "block_on_close", blockOnClose.isEmpty() ? null : blockOnClose).run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket socket = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				CompletableFuture<Void> stop = stopInBackground(context).thenRun(() -> handler.events.add("stopped"));
				await().until(() -> !server(context).isRunning());
				assertThat(stop).isNotDone();
				handler.gate.countDown();
				assertThat(stop).succeedsWithin(10, TimeUnit.SECONDS);
				assertThat(handler.events).containsExactly("answered", "stopped");
				assertThat(LoopbackClient.readAll(socket)).isEqualTo("done");
			}
		});
	}

	private ApplicationContextRunner limited(String overflow) {
		return with(with(this.gatedRunner, "max-connections", "1"), "overflow", overflow);
	}

	private static ApplicationContextRunner with(ApplicationContextRunner runner, String key, String value) {
		return (value != null) ? runner.withPropertyValues("socketserver.servers.server.%s=%s".formatted(key, value))
				: runner;
	}

	private static CompletableFuture<Void> stopInBackground(AssertableApplicationContext context) {
		SocketServers servers = context.getBean(SocketServers.class);
		return CompletableFuture.runAsync(() -> servers.stop("server"));
	}

	private static SocketServer server(AssertableApplicationContext context) {
		return context.getBean(SocketServers.class).get("server").orElseThrow();
	}

	static class Received implements ServerListener {

		final AtomicInteger count = new AtomicInteger();

		@Override
		public void requestReceived(Request request) {
			this.count.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThreadConfiguration {

		static final ThreadLocal<Boolean> DECORATED = new ThreadLocal<>();

		@Bean
		@RequestHandler
		StreamHandler server() {
			return (request) -> {
				Thread thread = Thread.currentThread();
				String answer = switch (request.input().readLine()) {
					case "name" -> thread.getName();
					case "daemon" -> String.valueOf(thread.isDaemon());
					case "decorated" -> (DECORATED.get() != null) ? "yes" : "no";
					default -> thread.toString();
				};
				request.output().write(answer);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DecoratorConfiguration {

		@Bean
		TaskDecorator decorator() {
			return (task) -> () -> {
				ThreadConfiguration.DECORATED.set(true);
				try {
					task.run();
				}
				finally {
					ThreadConfiguration.DECORATED.remove();
				}
			};
		}

	}

}
