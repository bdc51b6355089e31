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
import java.nio.channels.NetworkChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the beans that take part in a request's way.
 */
@ExtendWith(OutputCaptureExtension.class)
class HookBeansTests {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean("events", List.class, () -> this.events)
		.withUserConfiguration(HandlerConfiguration.class)
		.withPropertyValues("socketserver.servers.server.address=127.0.0.1", "socketserver.servers.server.port=0");

	@Test
	void verifiersAreAskedInOrderUntilOneSaysNo() {
		this.contextRunner.withUserConfiguration(VerifierConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEmpty();
			await().untilAsserted(() -> assertThat(this.events).containsExactly("verifier 1", "verifier 2"));
		});
	}

	@Test
	void whenAllVerifiersAgreeThenRequestIsHandled() {
		this.contextRunner.withBean("yes", RequestVerifier.class, () -> (request) -> true)
			.run((context) -> assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("hello"));
	}

	@Test
	void whenVerifierThrowsThenRequestIsDeniedAndReported() {
		this.contextRunner.withUserConfiguration(ErrorHandlerConfiguration.class)
			.withBean("broken", RequestVerifier.class, () -> (request) -> {
				throw new IllegalStateException("verifier is broken");
			})
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("sorry: verifier is broken");
				assertThat(this.events).doesNotContain("handler");
			});
	}

	@Test
	void interceptorsSurroundTheHandlerInOrder() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("<[hello]>");
			assertThat(this.events).containsExactly("handler");
		});
	}

	@Test
	void whenInterceptorDoesNotGoOnThenRequestIsNotHandled() {
		this.contextRunner
			.withBean("wall", RequestInterceptor.class, () -> (request, next) -> request.output().write("no"))
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("no");
				assertThat(this.events).isEmpty();
			});
	}

	@Test
	void errorHandlersAreAskedInOrderUntilOneHandles(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(ErrorHandlerConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "fail\n")).isEqualTo("sorry: on demand");
			assertThat(this.events).containsExactly("handler", "error handler 1", "error handler 2");
			assertThat(output).doesNotContain("on demand");
		});
	}

	@Test
	void whenThereIsNoErrorHandlerThenTheErrorIsLogged(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "fail\n")).isEmpty();
			await().untilAsserted(
					() -> assertThat(output).contains("'server'").contains("IllegalArgumentException: on demand"));
			assertThat(LoopbackClient.ask(context, "server", "hello\n")).isEqualTo("hello");
		});
	}

	@Test
	void listenersAreToldOfServersAndRequests() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			assertThat(this.events).containsExactly("started server");
			LoopbackClient.ask(context, "server", "hello\n");
			await().untilAsserted(() -> assertThat(this.events).containsExactly("started server", "received", "handler",
					"finished", "closed"));
			context.close();
			assertThat(this.events).endsWith("closed", "stopped server");
		});
	}

	@Test
	void customizersSeeTheSocketBeforeBindInOrder() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> assertThat(this.events).containsExactly("customizer 1 null", "customizer 2 null"));
	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		@RequestHandler
		StreamHandler server(List<String> events) {
			return (request) -> {
				events.add("handler");
				String line = request.input().readLine();
				if (line.equals("fail")) {
					throw new IllegalArgumentException("on demand");
				}
				request.output().write(line);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class VerifierConfiguration {

		@Bean
		@Order(3)
		RequestVerifier third(List<String> events) {
			return (request) -> events.add("verifier 3");
		}

		@Bean
		@Order(2)
		RequestVerifier second(List<String> events) {
			return (request) -> !events.add("verifier 2");
		}

		@Bean
		@Order(1)
		RequestVerifier first(List<String> events) {
			return (request) -> events.add("verifier 1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration {

		@Bean
		@Order(2)
		RequestInterceptor inner() {
			return new Brackets("[", "]");
		}

		@Bean
		@Order(1)
		RequestInterceptor outer() {
			return new Brackets("<", ">");
		}

		private record Brackets(String before, String after) implements RequestInterceptor {

			@Override
			public void intercept(Request request, Handler<Request> next) throws Exception {
				request.output().write(this.before);
				next.handle(request);
				request.output().write(this.after);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ErrorHandlerConfiguration {

		@Bean
		@Order(2)
		RequestErrorHandler second(List<String> events) {
			return (request, error) -> {
				events.add("error handler 2");
				request.output().write("sorry: " + error.getMessage());
				return true;
			};
		}

		@Bean
		@Order(3)
		RequestErrorHandler third(List<String> events) {
			return (request, error) -> events.add("error handler 3");
		}

		@Bean
		@Order(1)
		RequestErrorHandler first(List<String> events) {
			return (request, error) -> !events.add("error handler 1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@Bean
		ServerListener recorder(List<String> events) {
			return new ServerListener() {

				@Override
				public void serverStarted(SocketServer server) {
					events.add("started " + server.name());
				}

				@Override
				public void serverStopped(SocketServer server) {
					events.add("stopped " + server.name());
				}

				@Override
				public void requestReceived(Request request) {
					events.add("received");
				}

				@Override
				public void requestFinished(Request request, Throwable failure) {
					events.add("finished");
				}

				@Override
				public void requestClosed(Request request) {
					events.add("closed");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		@Order(2)
		ServerSocketCustomizer second(List<String> events) {
			return (socket) -> record(events, 2, socket);
		}

		@Bean
		@Order(1)
		ServerSocketCustomizer first(List<String> events) {
			return (socket) -> record(events, 1, socket);
		}

		private static void record(List<String> events, int number, NetworkChannel socket) throws IOException {
			events.add("customizer %d %s".formatted(number, socket.getLocalAddress()));
		}

	}

}
