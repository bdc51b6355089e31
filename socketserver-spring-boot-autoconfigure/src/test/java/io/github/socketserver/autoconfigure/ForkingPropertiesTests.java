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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.UnixDatagramClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the properties of servers whose handler runs in child processes, and for the
 * children that have the handler alone.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForkingPropertiesTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final long PID = ProcessHandle.current().pid();

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean("where", ForkedHandlers.WhereAmI.class)
		.withPropertyValues("socketserver.defaults.handler=where", "socketserver.servers.server.address=127.0.0.1",
				"socketserver.servers.server.port=0");

	private final ApplicationContextRunner contextRunner = this.plainRunner.withPropertyValues(
			"socketserver.servers.server.concurrency=forking", "socketserver.servers.server.child.context=none",
			"socketserver.servers.server.spare-children=0");

	@Test
	void everyTypeOfServerForks(@TempDir Path folder) {
		this.plainRunner
			.withPropertyValues("socketserver.defaults.concurrency=FORKING", "socketserver.defaults.child.context=NONE",
					"socketserver.defaults.spare-children=1", "socketserver.servers.udp.port=0",
					"socketserver.servers.udp.socket-type=datagram",
					"socketserver.servers.unix.path=" + folder.resolve("s"),
					"socketserver.servers.packets.path=" + folder.resolve("p"),
					"socketserver.servers.packets.socket-type=datagram")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Set<String> pids = new HashSet<>();
				pids.add(LoopbackClient.ask(context, "server", "pid\n"));
				pids.add(LoopbackClient.askDatagram(context, "udp", "pid"));
				pids.add(LoopbackClient.askUnix(context, "unix", "pid\n"));
				try (UnixDatagramClient client = UnixDatagramClient.bound(server(context, "packets").serverAddress())) {
					client.send("pid");
					pids.add(client.receiveLine());
				}
				assertThat(pids).hasSize(4).doesNotContain(String.valueOf(PID));
			});
	}

	@Test
	void eachRequestHasAProcessOfItsOwnUnlessSaidOtherwise() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("1");
			assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("1");
		});
		this.contextRunner.withPropertyValues("socketserver.servers.server.requests_per_child=2").run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("1");
			assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("2");
			assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("1");
		});
	}

	@Test
	void handlerSeesTheClientAndTheServer() {
		this.contextRunner.withPropertyValues("socketserver.servers.server.requests-per-child=2").run((context) -> {
			assertThat(LoopbackClient.ask(context, "server", "client\n")).startsWith("/127.0.0.1:");
			assertThat(LoopbackClient.ask(context, "server", "server\n")).isEqualTo("server");
		});
	}

	@Test
	void optionsOfTheJvmReachIt() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.child.jvm-options=-Dmy.option=1,-Xmx64m",
					"socketserver.servers.server.requests-per-child=2")
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "my.option\n")).isEqualTo("1");
				assertThat(LoopbackClient.ask(context, "server", "java.home\n"))
					.isEqualTo(System.getProperty("java.home"));
			});
	}

	@Test
	void keysCanBeSpelledAsInPythonAndInTheEnvironment() {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		Map<String, Object> variables = Map.of("SOCKETSERVER_SERVERS_SERVER_CHILD_JVMOPTIONS", "-Dmy.option=2",
				"SOCKETSERVER_SERVERS_SERVER_REQUESTSPERCHILD", "7");
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.max_children=1",
					"socketserver.servers.server.ChildTimeout=20")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(name, new SystemEnvironmentPropertySource(name, variables)))
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "my.option\n")).isEqualTo("2");
				assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("2");
			});
	}

	@Test
	void twoSpellingsOfOneKeyAreRefused() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.child.jvm_options=-ea",
					"socketserver.servers.server.child.jvm-options=-ea")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("are two spellings of one property"));
	}

	@Test
	void childThatTakesTooLongIsKilled(CapturedOutput output) {
		this.contextRunner.withBean("hanging", ForkedHandlers.Hanging.class)
			.withPropertyValues("socketserver.servers.server.handler=hanging",
					"socketserver.servers.server.child-timeout=3")
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "")).isEmpty();
				await().atMost(LONG).untilAsserted(() -> assertThat(output).contains("took longer than"));
			});
	}

	@Test
	void childrenAreLimited() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.max-children=1",
					"socketserver.servers.server.requests-per-child=9")
			.run((context) -> {
				try (Socket first = LoopbackClient.connect(context, "server");
						Socket second = LoopbackClient.connect(context, "server")) {
					LoopbackClient.send(second, "requests\n");
					LoopbackClient.send(first, "requests\n");
					assertThat(LoopbackClient.readAll(first)).isEqualTo("1");
					assertThat(LoopbackClient.readAll(second)).isEqualTo("2");
				}
			});
	}

	@Test
	void commonKeysAreMeantForServersThatFork() {
		this.plainRunner.withBean("lambda", StreamHandler.class, () -> (request) -> request.output().write("lambda"))
			.withPropertyValues("socketserver.defaults.max-children=3", "socketserver.defaults.spare-children=0",
					"socketserver.defaults.requests-per-child=2", "socketserver.defaults.child-timeout=9",
					"socketserver.defaults.child.jvm-options=-Dmy.option=3", "socketserver.defaults.child.context=none",
					"socketserver.defaults.max-connections=5", "socketserver.defaults.daemon-threads=true",
					"socketserver.servers.server.concurrency=forking", "socketserver.servers.other.port=0",
					"socketserver.servers.other.handler=lambda")
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "server", "my.option\n")).isEqualTo("3");
				assertThat(LoopbackClient.ask(context, "server", "requests\n")).isEqualTo("2");
				assertThat(LoopbackClient.ask(context, "other", "")).isEqualTo("lambda");
				assertThat(server(context, "server").options().maxConnections()).isNull();
				assertThat(server(context, "server").options().daemonThreads()).isFalse();
				assertThat(server(context, "other").options().maxConnections()).isEqualTo(5);
			});
	}

	private static BaseServer server(ApplicationContext context, String name) {
		return (BaseServer) context.getBean(SocketServers.class).get(name).orElseThrow();
	}

}
