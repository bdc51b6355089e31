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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.SocketServer;
import io.github.socketserver.autoconfigure.metrics.SocketServerMetricsAutoConfiguration;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.TcpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for servers that an application declares as beans.
 */
class ServerBeanTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketServerAutoConfiguration.class, SocketServerMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withUserConfiguration(ServerConfiguration.class);

	@Test
	void serverBeanHasItsBeanNameAndServes() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(SocketServers.class).list()).extracting(SocketServer::name)
				.containsExactly("counted");
			assertThat(LoopbackClient.ask(context, "counted", "")).isEqualTo("socketserver-counted-1");
		});
	}

	@Test
	void eachHookIsCalledOnceAsBeanAndAsOverride() {
		this.contextRunner.withUserConfiguration(HookConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "counted", "fail")).isEmpty();
			List<String> events = context.getBean(CountedServer.class).events;
			await().untilAsserted(() -> assertThat(events).containsExactly("customizer", "serverBind", "serverActivate",
					"getRequest", "listener received", "verifier", "verifyRequest", "processRequest", "interceptor",
					"finishRequest", "error handler", "handleError", "shutdownRequest", "closeRequest",
					"listener closed"));
		});
	}

	@Test
	void serverBeanIsMeasured() {
		this.contextRunner.run((context) -> {
			LoopbackClient.ask(context, "counted", "");
			assertThat(context.getBean(MeterRegistry.class)
				.get("socketserver.connections.accepted")
				.tags("server", "counted", "transport", "tcp")
				.counter()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void serverBeanStopsAndStartsWithItsContext() {
		this.contextRunner.run((context) -> {
			int port = LoopbackClient.port(context, "counted");
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(CountedServer.class).isRunning()).isFalse();
			context.getSourceApplicationContext().start();
			assertThat(LoopbackClient.ask(port, "")).startsWith("socketserver-counted-");
		});
	}

	@Test
	void serverOfTheSameNameInThePropertiesIsRefused() {
		this.contextRunner.withPropertyValues("socketserver.servers.counted.port=0")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"Server 'counted' cannot be created: a bean of type BaseServer has the same name."));
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		CountedServer counted() {
			return new CountedServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HookConfiguration {

		@Bean
		ServerSocketCustomizer customizer(CountedServer server) {
			return (socket) -> server.events.add("customizer");
		}

		@Bean
		RequestVerifier verifier(CountedServer server) {
			return (request) -> server.events.add("verifier");
		}

		@Bean
		RequestInterceptor interceptor(CountedServer server) {
			return (request, next) -> {
				server.events.add("interceptor");
				next.handle(request);
			};
		}

		@Bean
		RequestErrorHandler errorHandler(CountedServer server) {
			return (request, error) -> !server.events.add("error handler");
		}

		@Bean
		ServerListener listener(CountedServer server) {
			return new ServerListener() {

				@Override
				public void requestReceived(Request request) {
					server.events.add("listener received");
				}

				@Override
				public void requestClosed(Request request) {
					server.events.add("listener closed");
				}

			};
		}

	}

	static class CountedServer extends TcpServer {

		final List<String> events = new CopyOnWriteArrayList<>();

		CountedServer(SocketAddress address) {
			super(address, (request) -> {
				if ("fail".equals(request.input().readLine())) {
					throw new IllegalStateException("on demand");
				}
				request.output().write(Thread.currentThread().getName());
			});
		}

		@Override
		protected void serverBind() throws IOException {
			super.serverBind();
			this.events.add("serverBind");
		}

		@Override
		protected void serverActivate() throws IOException {
			super.serverActivate();
			this.events.add("serverActivate");
		}

		@Override
		protected Request getRequest() throws IOException {
			this.events.add("getRequest");
			return super.getRequest();
		}

		@Override
		protected boolean verifyRequest(Request request) {
			return this.events.add("verifyRequest");
		}

		@Override
		protected void processRequest(Request request) {
			this.events.add("processRequest");
			super.processRequest(request);
		}

		@Override
		protected void finishRequest(Request request) throws Exception {
			this.events.add("finishRequest");
			super.finishRequest(request);
		}

		@Override
		protected void handleError(Request request, Exception error) {
			this.events.add("handleError");
		}

		@Override
		protected void shutdownRequest(Request request) {
			this.events.add("shutdownRequest");
			super.shutdownRequest(request);
		}

		@Override
		protected void closeRequest(Request request) {
			this.events.add("closeRequest");
			super.closeRequest(request);
		}

	}

}
