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
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.annotation.ForServer;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers on event loops in an application context.
 */
class EventLoopConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withUserConfiguration(Protocols.class)
		.withPropertyValues("socketserver.servers.counter.port=0");

	@ParameterizedTest
	@CsvSource({ "''", "event_loop", "EVENT_LOOP", "event-loop" })
	void protocolIsServedOnAnEventLoopWithOneForEachConnection(String concurrency) {
		this.contextRunner
			.withPropertyValues(
					concurrency.isEmpty() ? "unused=" : "socketserver.servers.counter.concurrency=" + concurrency)
			.run((context) -> {
				assertThat(context.getBean(SocketServers.class).get("counter").orElseThrow())
					.isInstanceOf(EventLoopServer.class);
				for (int i = 0; i < 3; i++) {
					assertThat(LoopbackClient.ask(context, "counter", "hello\n")).isEqualTo("hello 1\n");
				}
				assertThat(context.getBean(Protocols.class).threads).hasSize(1);
			});
	}

	@Test
	void numberOfThreadsActs() {
		this.contextRunner.withPropertyValues("socketserver.event-loop.threads=3").run((context) -> {
			for (int i = 0; i < 9; i++) {
				LoopbackClient.ask(context, "counter", "hello\n");
			}
			assertThat(context.getBean(Protocols.class).threads).hasSize(3);
		});
	}

	@Test
	void noThreadsAreRefused() {
		this.contextRunner.withPropertyValues("socketserver.event-loop.threads=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.event-loop.threads' is '0'"));
	}

	@Test
	void commonConcurrencyIsForThoseItFits() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.concurrency=event_loop", "socketserver.servers.blocking.port=0",
					"socketserver.servers.blocking.handler=blocking", "socketserver.servers.packets.port=0",
					"socketserver.servers.packets.socket-type=datagram", "socketserver.servers.packets.handler=packets")
			.withBean("packets", TimeoutPropertiesTests.PacketHandler.class)
			.run((context) -> {
				assertThat(context.getBean(SocketServers.class).get("blocking").orElseThrow())
					.isExactlyInstanceOf(TcpServer.class);
				assertThat(LoopbackClient.ask(context, "blocking", "hello\n")).isEqualTo("hello\n");
				assertThat(LoopbackClient.askDatagram(context, "packets", "hello")).isEqualTo("5");
			});
	}

	@ParameterizedTest
	@CsvSource({ "counter, threading, 'handler is a StreamProtocol'",
			"counter, synchronous, 'handler is a StreamProtocol'", "blocking, event_loop, 'no StreamProtocol'" })
	void handlerThatDoesNotFitTheStrategyIsRefused(String server, String concurrency, String reason) {
		this.contextRunner
			.withPropertyValues("socketserver.servers.%s.port=0".formatted(server),
					"socketserver.servers.%s.handler=%s".formatted(server, server),
					"socketserver.servers.%s.concurrency=%s".formatted(server, concurrency))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.%s.concurrency' is '%s'".formatted(server, concurrency))
				.hasStackTraceContaining(reason));
	}

	@Test
	void datagramServerRefusesProtocol() {
		this.contextRunner.withPropertyValues("socketserver.servers.counter.socket-type=datagram")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"its handler 'counter' handles a StreamRequest, but a udp server receives a DatagramRequest"));
	}

	@ParameterizedTest
	@CsvSource({ "counter, read-buffer-size, 4KB", "counter, write-buffer-size, 4KB", "counter, daemon-threads, true",
			"counter, block-on-close, false", "blocking, write-high-water-mark, 4KB",
			"blocking, max-pending-write, 4KB" })
	void keyThatTheStrategyCannotHonourIsRefusedButNotMeantIfCommon(String server, String key, String value) {
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues(
				"socketserver.servers.%s.port=0".formatted(server),
				"socketserver.servers.%s.handler=%s".formatted(server, server));
		runner.withPropertyValues("socketserver.servers.%s.%s=%s".formatted(server, key, value))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.%s.%s' is '%s'".formatted(server, key, value))
				.hasStackTraceContaining("event loop"));
		runner.withPropertyValues("socketserver.defaults.%s=%s".formatted(key, value))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "write-high-water-mark, 10KB, 10240, 1048576", "max-pending-write, 2MB, 65536, 2097152" })
	void limitsOfPendingOutputReachTheServer(String key, String value, int highWaterMark, int maxPending) {
		this.contextRunner.withPropertyValues("socketserver.servers.counter.%s=%s".formatted(key, value))
			.run((context) -> {
				ServerOptions options = ((EventLoopServer) context.getBean(SocketServers.class)
					.get("counter")
					.orElseThrow()).options();
				assertThat(options.writeHighWaterMark()).isEqualTo(highWaterMark);
				assertThat(options.maxPendingWrite()).isEqualTo(maxPending);
			});
	}

	@Test
	void verifierActsButInterceptorIsForOtherServers() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.blocking.port=0",
					"socketserver.servers.blocking.handler=blocking")
			.withBean(RequestVerifier.class, () -> (request) -> !request.server().name().equals("counter"))
			.withBean(RequestInterceptor.class, () -> (request, next) -> {
				request.output().write("intercepted ");
				next.handle(request);
			})
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "blocking", "hello\n")).isEqualTo("intercepted hello\n");
				try (Socket socket = LoopbackClient.connect(context, "counter")) {
					assertThat(LoopbackClient.readAll(socket)).isEmpty();
				}
			});
	}

	@Test
	void interceptorForEventLoopsOnlyIsRefused() {
		this.contextRunner.withUserConfiguration(Interceptor.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("The bean 'interceptor' is an interceptor for servers on an event loop only"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Protocols {

		private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		@Bean
		@RequestHandler
		StreamProtocol counter() {
			return new CountingProtocol(this.threads);
		}

		@Bean
		StreamHandler blocking() {
			return (request) -> request.output().write(request.input().readLine() + "\n");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptor {

		@Bean
		@ForServer("counter")
		RequestInterceptor interceptor() {
			return (request, next) -> next.handle(request);
		}

	}

	static final class CountingProtocol implements StreamProtocol {

		private final Set<Thread> threads;

		private int count;

		CountingProtocol(Set<Thread> threads) {
			this.threads = threads;
		}

		@Override
		public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
			this.threads.add(Thread.currentThread());
			String line = Frames.readLine(data, 100);
			if (line != null) {
				this.count++;
				connection.write(line + " " + this.count + "\n");
			}
		}

	}

}
