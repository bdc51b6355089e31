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
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the YAML by which the README restores Python's way is accepted and acts.
 */
class PythonDifferencesTests {

	private static final Map<String, Check> CHECKS = Map.of("concurrency: synchronous",
			(context) -> assertThat(LoopbackClient.ask(context, "python", "thread\n"))
				.isEqualTo("socketserver-python\n"),
			"max-connections: 2147483647", PythonDifferencesTests::servesMoreThanTheDefaultAtTheSameTime,
			"request-queue-size: 5", (context) -> assertThat(options(context).requestQueueSize()).isEqualTo(5),
			"allow-reuse-address: false",
			(context) -> assertThat(socket(context).getOption(StandardSocketOptions.SO_REUSEADDR)).isFalse(),
			"timeout: 0", (context) -> assertThat(options(context).timeout()).isZero(),
			"disable-nagle-algorithm: false",
			(context) -> assertThat(options(context).disableNagleAlgorithm()).isFalse(), "address-family: inet",
			(context) -> assertThat(((InetSocketAddress) socket(context).getLocalAddress()).getAddress())
				.isInstanceOf(Inet4Address.class),
			"max-frame-length: 1GB", PythonDifferencesTests::servesALineLongerThanTheDefault, "child-timeout: 0",
			(context) -> assertThat(LoopbackClient.ask(context, "python", "thread\n")).isEqualTo("main\n"),
			"shutdown-grace-period: 24h",
			(context) -> assertThat(options(context).shutdownGracePeriod()).isEqualTo(Duration.ofHours(24)));

	@ParameterizedTest
	@MethodSource("restoring")
	void yamlOfTheTableIsAcceptedAndActs(List<String> yaml) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withUserConfiguration(PythonConfiguration.class)
			.withInitializer((context) -> addYaml(context, yaml))
			.withPropertyValues("socketserver.defaults.child.context=none", "socketserver.defaults.spare-children=0")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CHECKS.get(yaml.get(0)).accept(context);
			});
	}

	@Test
	void eachYamlOfTheTableHasACheck() {
		assertThat(restoring().map((yaml) -> yaml.get(0))).containsExactlyInAnyOrderElementsOf(CHECKS.keySet());
	}

	@Test
	void eachDifferenceHasAReasonAndAWayBackOrNone() {
		assertThat(Readme.table("| Python | here | why |")).allSatisfy((cells) -> {
			assertThat(cells).hasSize(4).doesNotContain("");
			assertThat(cells.get(3)).matches("`.*|cannot be restored.*|in code: .*|in a handler: `.*");
		});
	}

	private static Stream<List<String>> restoring() {
		return Readme.table("| Python | here | why |")
			.stream()
			.filter((cells) -> cells.get(3).startsWith("`"))
			.map((cells) -> Readme.codes(cells.get(3)).toList());
	}

	private static void addYaml(ConfigurableApplicationContext context, List<String> yaml) {
		StringBuilder document = new StringBuilder("socketserver.servers.python:\n  port: 0\n");
		for (String line : yaml) {
			document.append(line.startsWith("spring.") ? "" : "  ").append(line).append("\n");
		}
		ByteArrayResource resource = new ByteArrayResource(document.toString().getBytes(StandardCharsets.UTF_8));
		try {
			new YamlPropertySourceLoader().load("README", resource)
				.forEach(context.getEnvironment().getPropertySources()::addFirst);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void servesMoreThanTheDefaultAtTheSameTime(ApplicationContext context) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < 220; i++) {
			Socket socket = LoopbackClient.connect(context, "python");
			sockets.add(socket);
			LoopbackClient.send(socket, "thread\n");
			assertThat(LoopbackClient.readLine(socket)).startsWith("socketserver-python-");
		}
		for (Socket socket : sockets) {
			socket.close();
		}
	}

	private static void servesALineLongerThanTheDefault(ApplicationContext context) throws IOException {
		assertThat(LoopbackClient.ask(context, "python", "x".repeat(100_000) + "\n")).isEqualTo("100000\n");
	}

	private static ServerOptions options(ApplicationContext context) {
		return ((BaseServer) context.getBean(SocketServers.class).get("python").orElseThrow()).options();
	}

	private static NetworkChannel socket(ApplicationContext context) {
		return context.getBean(PythonConfiguration.class).socket.get();
	}

	/**
	 * Looks whether a server does as Python does.
	 */
	@FunctionalInterface
	interface Check {

		void accept(ApplicationContext context) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	static class PythonConfiguration {

		private final AtomicReference<NetworkChannel> socket = new AtomicReference<>();

		@Bean
		ServerSocketCustomizer socketNote() {
			return this.socket::set;
		}

		@Bean
		@RequestHandler
		PythonHandler python() {
			return new PythonHandler();
		}

	}

	static final class PythonHandler extends StreamRequestHandler {

		@Override
		protected void handle() throws IOException {
			while (rfile().awaitData()) {
				String line = rfile().readLine();
				wfile().write(line.equals("thread") ? Thread.currentThread().getName() + "\n" : line.length() + "\n");
			}
		}

	}

}
