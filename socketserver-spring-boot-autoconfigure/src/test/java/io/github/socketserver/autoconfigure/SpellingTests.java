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

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.SocketServer;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the spellings of keys, names and constants.
 */
class SpellingTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean("any", AnyHandler.class)
		.withPropertyValues("socketserver.defaults.handler=any", "socketserver.servers.my-server.port=0");

	@Test
	void environmentAloneOverridesPortAndQueueSizeOfServerWithHyphens() {
		Map<String, Object> file = Map.of("socketserver.servers.my-server.port", 70000,
				"socketserver.servers.my-server.request_queue_size", 77, "socketserver.servers.my-server.handler",
				"any");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean("any", AnyHandler.class)
			.withInitializer((context) -> {
				context.getEnvironment().getPropertySources().addLast(new MapPropertySource("file", file));
				environment(context.getEnvironment(), Map.of("SOCKETSERVER_SERVERS_MYSERVER_PORT", "0",
						"SOCKETSERVER_SERVERS_MYSERVER_REQUESTQUEUESIZE", "3"));
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SocketServers.class).list()).extracting(SocketServer::name)
					.containsExactly("my-server");
				BaseServer server = (BaseServer) context.getBean(SocketServers.class).list().get(0);
				assertThat(server.options().requestQueueSize()).isEqualTo(3);
				assertThat(LoopbackClient.ask(context, "my-server", "")).isEqualTo("any");
			});
	}

	@Test
	void environmentCanDeclareServers() {
		this.contextRunner
			.withInitializer(
					(context) -> environment(context.getEnvironment(), Map.of("SOCKETSERVER_SERVERS_OTHER_PORT", "0")))
			.run((context) -> assertThat(context.getBean(SocketServers.class).list()).extracting(SocketServer::name)
				.containsExactlyInAnyOrder("my-server", "other"));
	}

	@Test
	void twoSpellingsOfOneKeyAreRefused() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.my-server.request_queue_size=1",
					"socketserver.servers.my-server.request-queue-size=2")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.my-server.request_queue_size'")
				.hasStackTraceContaining("'socketserver.servers.my-server.request-queue-size'")
				.hasStackTraceContaining("are two spellings of one property"));
	}

	@Test
	void twoSpellingsOfOneNameAreRefused() {
		this.contextRunner.withPropertyValues("socketserver.servers.mys-erver.charset=UTF-8")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("another spelling of"));
	}

	@ParameterizedTest
	@CsvSource({ "AF_INET, SOCK_STREAM, TCP", "AF_INET, SOCK_DGRAM, UDP", "AF_INET6, SOCK_DGRAM, UDP",
			"inet, stream, TCP", "INET, Datagram, UDP", "af-inet, sock-dgram, UDP" })
	void pythonsConstantsAreUnderstood(String family, String socketType, ServerType type) {
		this.contextRunner
			.withPropertyValues("socketserver.servers.my-server.address_family=" + family,
					"socketserver.servers.my-server.socket_type=" + socketType)
			.run((context) -> assertThat(((BaseServer) context.getBean(SocketServers.class).list().get(0)).type())
				.isEqualTo(type));
	}

	@Test
	void pythonsUnixFamilyIsUnderstood(@TempDir Path folder) {
		this.contextRunner
			.withPropertyValues("socketserver.servers.unix.address_family=AF_UNIX",
					"socketserver.servers.unix.path=" + folder.resolve("s"))
			.run((context) -> assertThat(LoopbackClient.askUnix(context, "unix", "")).isEqualTo("any"));
	}

	@ParameterizedTest
	@CsvSource({ "address-family, AF_IPX", "socket-type, SOCK_RAW" })
	void unknownConstantIsRefused(String key, String value) {
		this.contextRunner.withPropertyValues("socketserver.servers.my-server.%s=%s".formatted(key, value))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("socketserver.servers.my-server." + key)
				.hasStackTraceContaining(value));
	}

	private static void environment(ConfigurableEnvironment environment, Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	static class AnyHandler implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.output().write("any");
		}

	}

}
