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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the values that {@code socketserver.defaults} gives to all servers.
 */
class CommonPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean("whoami", WhoAmI.class)
		.withPropertyValues("socketserver.defaults.handler=whoami", "socketserver.servers.tcp.port=0",
				"socketserver.servers.udp.port=0", "socketserver.servers.udp.socket-type=datagram");

	@Test
	void valueAppliesToServersThatDoNotSetTheirOwn() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.max_connections=7", "socketserver.servers.udp.max-connections=9")
			.run((context) -> {
				assertThat(options(context, "tcp").maxConnections()).isEqualTo(7);
				assertThat(options(context, "udp").maxConnections()).isEqualTo(9);
			});
	}

	@Test
	void valueIsNotMeantForServersThatHaveNoSuchOption(@TempDir Path folder) {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.keep-alive=true", "socketserver.defaults.request-queue-size=3",
					"socketserver.defaults.allow-reuse-address=false", "socketserver.defaults.max-packet-size=9B",
					"socketserver.defaults.path-permissions=rw-------", "socketserver.defaults.address-family=inet",
					"socketserver.servers.unix.path=" + folder.resolve("s"))
			.run((context) -> {
				assertThat(options(context, "tcp").keepAlive()).isTrue();
				assertThat(options(context, "tcp").requestQueueSize()).isEqualTo(3);
				assertThat(options(context, "tcp").allowReuseAddress()).isFalse();
				assertThat(options(context, "unix").requestQueueSize()).isEqualTo(3);
				assertThat(options(context, "unix").keepAlive()).isFalse();
				assertThat(options(context, "udp").maxPacketSize()).isEqualTo(9);
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("s"))))
					.isEqualTo("rw-------");
				assertThat(LoopbackClient.askUnix(context, "unix", "")).isEqualTo("unix");
				assertThat(LoopbackClient.ask(context, "tcp", "")).isEqualTo("tcp");
			});
	}

	@Test
	void threadOptionIsNotMeantForSynchronousServers() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.daemon-threads=true",
					"socketserver.servers.tcp.concurrency=synchronous")
			.run((context) -> {
				assertThat(options(context, "tcp").daemonThreads()).isFalse();
				assertThat(options(context, "udp").daemonThreads()).isTrue();
				assertThat(LoopbackClient.ask(context, "tcp", "")).isEqualTo("tcp");
			});
	}

	@Test
	void concurrencyCanBeCommon() {
		this.contextRunner.withPropertyValues("socketserver.defaults.concurrency=synchronous")
			.run((context) -> assertThat(LoopbackClient.ask(context, "tcp", "thread")).isEqualTo("socketserver-tcp"));
	}

	@Test
	void autoStartupCanBeCommon() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.auto-startup=false",
					"socketserver.servers.udp.auto-startup=true")
			.run((context) -> {
				SocketServers servers = context.getBean(SocketServers.class);
				assertThat(servers.get("tcp")).hasValueSatisfying((server) -> assertThat(server.isRunning()).isFalse());
				assertThat(servers.get("udp")).hasValueSatisfying((server) -> assertThat(server.isRunning()).isTrue());
			});
	}

	@Test
	void enabledCanBeCommon() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.enabled=false", "socketserver.servers.udp.enabled=true")
			.run((context) -> assertThat(context.getBean(SocketServers.class).list()).singleElement()
				.satisfies((server) -> assertThat(server.name()).isEqualTo("udp")));
	}

	@Test
	void wrongCommonValueIsReportedWhereItStands() {
		this.contextRunner.withPropertyValues("socketserver.defaults.request-queue-size=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Server 'tcp' is misconfigured")
				.hasStackTraceContaining("'socketserver.defaults.request-queue-size' is '0'"));
	}

	private static ServerOptions options(AssertableApplicationContext context, String server) {
		return ((BaseServer) context.getBean(SocketServers.class).get(server).orElseThrow()).options();
	}

	static class WhoAmI implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			boolean thread = "thread".equals(request.input().readLine());
			request.output().write(thread ? Thread.currentThread().getName() : request.server().name());
		}

	}

}
