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

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.ServerBindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for when servers start and stop.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerLifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withPropertyValues("socketserver.servers.server.address=127.0.0.1", "socketserver.servers.server.port=0");

	private final ApplicationContextRunner lineRunner = this.contextRunner
		.withUserConfiguration(LineConfiguration.class);

	private final ApplicationContextRunner gatedRunner = this.contextRunner.withBean(GatedHandler.class);

	@Test
	void whenAutoStartupIsOffThenServerIsStartedByHand() {
		this.lineRunner.withPropertyValues("socketserver.servers.server.auto-startup=false").run((context) -> {
			SocketServers servers = context.getBean(SocketServers.class);
			assertThat(server(context).isRunning()).isFalse();
			assertThat(context.getEnvironment().getProperty("local.socketserver.server.port")).isNull();
			servers.start("server");
			assertThat(server(context).isRunning()).isTrue();
			assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("hello\n");
		});
	}

	@Test
	void serverThatIsStoppedAndStartedKeepsItsPort() {
		this.lineRunner.run((context) -> {
			SocketServers servers = context.getBean(SocketServers.class);
			int port = LoopbackClient.port(context, "server");
			servers.stop("server");
			assertThat(server(context).isRunning()).isFalse();
			assertRefused(port);
			servers.start("server");
			assertThat(LoopbackClient.port(context, "server")).isEqualTo(port);
			assertThat(LoopbackClient.ask(port, "hello\n")).isEqualTo("hello\n");
		});
	}

	@Test
	void startAndStopAreIdempotent() {
		this.lineRunner.run((context) -> {
			SocketServers servers = context.getBean(SocketServers.class);
			servers.start("server");
			assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("hello\n");
			servers.stop("server");
			servers.stop("server");
			assertThat(server(context).isRunning()).isFalse();
		});
	}

	@Test
	void contextThatIsStoppedAndStartedKeepsPortsAndPaths(@TempDir Path folder) {
		Path path = folder.resolve("s");
		this.lineRunner
			.withPropertyValues("socketserver.servers.unix.path=" + path, "socketserver.servers.unix.handler=server")
			.run((context) -> {
				int port = LoopbackClient.port(context, "server");
				context.getSourceApplicationContext().stop();
				assertRefused(port);
				assertThat(Files.exists(path)).isFalse();
				context.getSourceApplicationContext().start();
				assertThat(LoopbackClient.ask(port, "hello\n")).isEqualTo("hello\n");
				assertThat(LoopbackClient.askUnix(context, "unix", "hello\n")).isEqualTo("hello\n");
			});
	}

	@Test
	void whenContextClosesThenPortsAreFreeAndPathsAreGone(@TempDir Path folder) {
		Path path = folder.resolve("s");
		this.lineRunner
			.withPropertyValues("socketserver.servers.unix.path=" + path, "socketserver.servers.unix.handler=server")
			.run((context) -> {
				int port = LoopbackClient.port(context, "server");
				assertThat(Files.exists(path)).isTrue();
				context.close();
				assertFree(port);
				assertThat(folder).isEmptyDirectory();
			});
	}

	@Test
	void whenContextClosesThenRunningRequestMayFinish() {
		this.gatedRunner.run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket socket = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				SocketServer server = server(context);
				CompletableFuture<Void> close = CompletableFuture.runAsync(context::close)
					.thenRun(() -> handler.events.add("closed"));
				await().until(() -> !server.isRunning());
				assertThat(close).isNotDone();
				handler.gate.countDown();
				assertThat(LoopbackClient.readAll(socket)).isEqualTo("done");
				assertThat(close).succeedsWithin(10, TimeUnit.SECONDS);
				assertThat(handler.events).containsExactly("answered", "closed");
			}
		});
	}

	@Test
	void whenContextClosesThenIdleConnectionEndsAtOnce() {
		this.lineRunner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1h")
			.run((context) -> {
				try (Socket socket = LoopbackClient.connect(context, "server")) {
					LoopbackClient.send(socket, "hello\n");
					assertThat(LoopbackClient.readLine(socket)).isEqualTo("hello");
					context.close();
					assertThat(socket.getInputStream().read()).isEqualTo(-1);
				}
			});
	}

	@Test
	void whenGracePeriodIsOverThenRequestIsCut() {
		this.gatedRunner.withPropertyValues("socketserver.servers.server.shutdown-grace-period=1ms").run((context) -> {
			GatedHandler handler = context.getBean(GatedHandler.class);
			try (Socket socket = LoopbackClient.connect(context, "server")) {
				await().until(() -> handler.waiting.get() == 1);
				context.close();
				assertThat(handler.events).containsExactly("interrupted");
				assertThat(LoopbackClient.readAll(socket)).isEmpty();
			}
		});
	}

	@Test
	void gracePeriodIsAtMostTheTimeoutOfTheShutdownPhase() {
		this.gatedRunner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=40ms")
			.run((context) -> {
				GatedHandler handler = context.getBean(GatedHandler.class);
				try (Socket socket = LoopbackClient.connect(context, "server")) {
					await().until(() -> handler.waiting.get() == 1);
					context.close();
					await().untilAsserted(() -> assertThat(handler.events).containsExactly("interrupted"));
					assertThat(LoopbackClient.readAll(socket)).isEmpty();
				}
			});
	}

	@Test
	void whenSecondServerCannotBindThenFirstOneDoesNotStayBound(@TempDir Path folder) throws Exception {
		AtomicInteger firstPort = new AtomicInteger();
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.lineRunner.withBean(PortCollector.class, () -> new PortCollector(firstPort))
				.withPropertyValues("socketserver.servers.second.path=" + folder.resolve("s"),
						"socketserver.servers.second.handler=server", "socketserver.servers.third.address=127.0.0.1",
						"socketserver.servers.third.port=" + taken.getLocalPort(),
						"socketserver.servers.third.handler=server")
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(context).getFailure().rootCause().hasMessage("Address already in use");
					assertFree(firstPort.get());
					assertThat(folder).isEmptyDirectory();
				});
		}
	}

	@Test
	void whenStoppedContextCannotStartAgainThenNothingStaysBound() {
		this.lineRunner
			.withPropertyValues("socketserver.servers.second.address=127.0.0.1", "socketserver.servers.second.port=0",
					"socketserver.servers.second.handler=server")
			.run((context) -> {
				int port = LoopbackClient.port(context, "server");
				context.getSourceApplicationContext().stop();
				try (ServerSocket taken = new ServerSocket(LoopbackClient.port(context, "second"), 1,
						InetAddress.getLoopbackAddress())) {
					assertThat(taken.isBound()).isTrue();
					assertThatExceptionOfType(ApplicationContextException.class)
						.isThrownBy(context.getSourceApplicationContext()::start)
						.withRootCauseInstanceOf(BindException.class);
					assertFree(port);
				}
				context.getSourceApplicationContext().start();
				assertThat(LoopbackClient.ask(port, "hello\n")).isEqualTo("hello\n");
			});
	}

	@Test
	void whenStartByHandFailsThenTheOthersGoOn() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.lineRunner
				.withPropertyValues("socketserver.servers.late.address=127.0.0.1",
						"socketserver.servers.late.port=" + taken.getLocalPort(),
						"socketserver.servers.late.handler=server", "socketserver.servers.late.auto-startup=false")
				.run((context) -> {
					SocketServers servers = context.getBean(SocketServers.class);
					assertThatExceptionOfType(ServerBindException.class).isThrownBy(() -> servers.start("late"))
						.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(ServerBindException.Reason.IN_USE));
					assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("hello\n");
				});
		}
	}

	private static SocketServer server(AssertableApplicationContext context) {
		return context.getBean(SocketServers.class).get("server").orElseThrow();
	}

	private static void assertRefused(int port) {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> LoopbackClient.ask(port, ""));
	}

	private static void assertFree(int port) throws Exception {
		assertThat(port).isPositive();
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			assertThat(socket.isBound()).isTrue();
		}
	}

	private record PortCollector(AtomicInteger port) implements ServerListener {

		@Override
		public void serverStarted(SocketServer server) {
			if (server.serverAddress() instanceof InetSocketAddress address) {
				this.port.set(address.getPort());
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LineConfiguration {

		@Bean
		@RequestHandler
		StreamHandler server() {
			return (request) -> {
				while (request.input().awaitData()) {
					request.output().write(request.input().readLine() + "\n");
				}
			};
		}

	}

}
