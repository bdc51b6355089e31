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

package io.github.socketserver.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.autoconfigure.LoopbackClient;
import io.github.socketserver.autoconfigure.SocketServerAutoConfiguration;
import io.github.socketserver.autoconfigure.observation.SocketServerObservationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the meters of servers whose handler runs in child processes.
 */
class ChildMetersTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class,
				SocketServerMetricsAutoConfiguration.class, SocketServerObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withBean(ForkedHandler.class)
		.withPropertyValues("socketserver.servers.tcp.port=0", "socketserver.servers.udp.port=0",
				"socketserver.servers.udp.socket-type=datagram", "socketserver.defaults.concurrency=forking",
				"socketserver.defaults.child.context=none", "socketserver.defaults.spare-children=1");

	@Test
	void childrenAreCounted() {
		this.contextRunner.run((context) -> {
			await().atMost(LONG).untilAsserted(() -> assertThat(value(context, "spare")).isEqualTo(1));
			assertThat(value(context, "active")).isZero();
			assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("hello");
			assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("hello");
			assertThat(LoopbackClient.ask(context, "tcp", "halt\n")).isEmpty();
			await().atMost(LONG).untilAsserted(() -> {
				assertThat(ended(context, "retired")).isEqualTo(2);
				assertThat(ended(context, "crashed")).isEqualTo(1);
				assertThat(value(context, "spare")).isEqualTo(1);
				assertThat(value(context, "started")).isEqualTo(4);
			});
			assertThat(ended(context, "killed")).isZero();
			assertThat(value(context, "active")).isZero();
			Timer start = children(context, "start").timer();
			assertThat(start.count()).isEqualTo(4);
			assertThat(start.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void relayedBytesAreThoseOfTheServer() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("hello");
			await().atMost(LONG).untilAsserted(() -> {
				assertThat(find(context, "socketserver.data.received").counter().count()).isEqualTo(6);
				assertThat(find(context, "socketserver.data.sent").counter().count()).isEqualTo(5);
			});
		});
	}

	@Test
	void errorIsWhatTheHandlerThrewObservedOrNot() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "fail\n")).isEmpty();
			assertThat(LoopbackClient.askDatagram(context, "udp", "answer and fail")).isEqualTo("failing");
			await().atMost(LONG).untilAsserted(() -> {
				for (String transport : new String[] { "tcp", "udp" }) {
					Timer timer = context.getBean(MeterRegistry.class)
						.find("socketserver.requests")
						.tag("server", transport)
						.timer();
					assertThat(timer).isNotNull();
					assertThat(timer.getId().getTags()).containsExactlyInAnyOrderElementsOf(Tags.of("server", transport,
							"transport", transport, "outcome", "ERROR", "error", "UnsupportedOperationException"));
				}
			});
		});
	}

	@Test
	void crashIsAnErrorToo() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "halt\n")).isEmpty();
			await().atMost(LONG)
				.untilAsserted(() -> assertThat(
						find(context, "socketserver.requests").tag("error", "ChildCrashedException").timer())
					.isNotNull());
		});
	}

	@Test
	void serversThatDoNotForkHaveNoSuchMeters() {
		this.contextRunner.withPropertyValues("socketserver.servers.tcp.concurrency=threading").run((context) -> {
			assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("hello");
			assertThat(children(context, "started").meters()).isEmpty();
		});
	}

	private static double value(ApplicationContext context, String name) {
		return children(context, name).meters().iterator().next().measure().iterator().next().getValue();
	}

	private static double ended(ApplicationContext context, String end) {
		return children(context, "ended").tag("end", end).counter().count();
	}

	private static Search children(ApplicationContext context, String name) {
		return find(context, "socketserver.children." + name);
	}

	private static Search find(ApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).find(name).tag("server", "tcp");
	}

	@RequestHandler({ "tcp", "udp" })
	static final class ForkedHandler extends BaseRequestHandler<Request> {

		@Override
		protected void handle() throws Exception {
			String line = rfile().readLine();
			switch (line) {
				case "halt" -> Runtime.getRuntime().halt(3);
				case "fail" -> throw new UnsupportedOperationException("on demand");
				case "answer and fail" -> {
					((DatagramRequest) request()).reply("failing");
					throw new UnsupportedOperationException("on demand");
				}
				default -> wfile().write(line);
			}
		}

	}

}
