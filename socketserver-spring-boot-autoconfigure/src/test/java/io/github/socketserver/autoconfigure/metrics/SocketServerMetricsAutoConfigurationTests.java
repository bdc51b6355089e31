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

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.autoconfigure.LoopbackClient;
import io.github.socketserver.autoconfigure.SocketServerAutoConfiguration;
import io.github.socketserver.metrics.SocketServerMetrics;
import io.github.socketserver.testsupport.Gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketServerMetricsAutoConfiguration} and the meters it brings.
 */
class SocketServerMetricsAutoConfigurationTests {

	private static final String ACCEPTED = "socketserver.connections.accepted";

	private static final String ACTIVE = "socketserver.connections.active";

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SocketServerAutoConfiguration.class, SocketServerMetricsAutoConfiguration.class))
		.withUserConfiguration(EchoConfiguration.class)
		.withPropertyValues("socketserver.servers.echo.address=127.0.0.1", "socketserver.servers.echo.port=0");

	private final ApplicationContextRunner contextRunner = this.plainRunner.withBean(SimpleMeterRegistry.class);

	@Test
	void whenThereIsNoRegistryThenNothingIsContributed() {
		this.plainRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(SocketServerMetrics.class);
			assertThat(LoopbackClient.ask(context, "echo", "hello\n")).isEqualTo("hello\n");
		});
	}

	@Test
	void whenMicrometerIsMissingThenNothingIsContributed() {
		this.plainRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(SocketServerMetricsAutoConfiguration.class);
			assertThat(LoopbackClient.ask(context, "echo", "hello\n")).isEqualTo("hello\n");
		});
	}

	@Test
	void whenServersAreDisabledThenNothingIsContributed() {
		this.contextRunner.withPropertyValues("socketserver.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketServerMetrics.class));
	}

	@Test
	void whenUserHasMetricsThenTheDefaultBacksOff() {
		SocketServerMetrics metrics = new SocketServerMetrics(new SimpleMeterRegistry());
		this.contextRunner.withBean("mine", SocketServerMetrics.class, () -> metrics).run((context) -> {
			assertThat(context).getBean(SocketServerMetrics.class).isSameAs(metrics);
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
		});
	}

	@Test
	void metersAreThereBeforeTheFirstRequestWithAllTagsAndUnits() {
		this.contextRunner.run((context) -> {
			Map<String, String> meters = new TreeMap<>();
			for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
				assertThat(meter.getId().getTag("server")).isEqualTo("echo");
				assertThat(meter.getId().getTag("transport")).isEqualTo("tcp");
				assertThat(meter.getId().getDescription()).isNotBlank();
				meters.merge(meter.getId().getName(), describe(meter), (one, other) -> one);
			}
			assertThat(meters).containsExactly(
					Map.entry("socketserver.accept.errors", "COUNTER errors server,transport"),
					Map.entry(ACCEPTED, "COUNTER connections server,transport"),
					Map.entry(ACTIVE, "GAUGE connections server,transport"),
					Map.entry("socketserver.connections.denied", "COUNTER connections server,transport"),
					Map.entry("socketserver.connections.rejected", "COUNTER connections reason,server,transport"),
					Map.entry("socketserver.data.received", "COUNTER bytes server,transport"),
					Map.entry("socketserver.data.sent", "COUNTER bytes server,transport"),
					Map.entry("socketserver.datagrams.dropped", "COUNTER datagrams reason,server,transport"),
					Map.entry("socketserver.datagrams.truncated", "COUNTER datagrams server,transport"));
		});
	}

	@Test
	void connectionsAndBytesAreCounted() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "hello\n")).isEqualTo("hello\n");
			assertThat(LoopbackClient.ask(context, "echo", "you\n")).isEqualTo("you\n");
			awaitValue(context, "socketserver.data.sent", 10);
			assertThat(value(context, "socketserver.data.received")).isEqualTo(10);
			assertThat(value(context, ACCEPTED)).isEqualTo(2);
			assertThat(value(context, "socketserver.connections.denied")).isZero();
			assertThat(value(context, ACTIVE)).isZero();
		});
	}

	@Test
	void openConnectionsAreActive() {
		this.contextRunner.run((context) -> {
			try (Socket socket = LoopbackClient.connect(context, "echo")) {
				awaitValue(context, ACTIVE, 1);
				socket.shutdownOutput();
				assertThat(LoopbackClient.readAll(socket)).isEmpty();
			}
			awaitValue(context, ACTIVE, 0);
		});
	}

	@Test
	void deniedConnectionsAreCounted() {
		this.contextRunner.withBean(RequestVerifier.class, () -> (request) -> false).run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "")).isEmpty();
			awaitValue(context, ACTIVE, 0);
			assertThat(value(context, "socketserver.connections.denied")).isEqualTo(1);
			assertThat(value(context, ACCEPTED)).isEqualTo(1);
		});
	}

	@Test
	void rejectedConnectionsAreCountedByReason() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.echo.max-connections=1",
					"socketserver.servers.echo.overflow=reject")
			.run((context) -> {
				try (Socket first = LoopbackClient.connect(context, "echo")) {
					awaitValue(context, ACTIVE, 1);
					assertThat(LoopbackClient.ask(context, "echo", "")).isEmpty();
					assertThat(first.isConnected()).isTrue();
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					assertThat(registry.get("socketserver.connections.rejected")
						.tag("reason", "max_connections")
						.counter()
						.count()).isEqualTo(1);
					assertThat(registry.get("socketserver.connections.rejected")
						.tag("reason", "stopping")
						.counter()
						.count()).isZero();
				}
			});
	}

	@Test
	void truncatedDatagramsAreCounted() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.echo.socket-type=datagram",
					"socketserver.servers.echo.max-packet-size=4B")
			.run((context) -> {
				assertThat(LoopbackClient.askDatagram(context, "echo", "1234")).isEqualTo("1234");
				assertThat(LoopbackClient.askDatagram(context, "echo", "12345")).isEqualTo("1234");
				awaitValue(context, ACTIVE, 0);
				assertThat(value(context, "socketserver.datagrams.truncated")).isEqualTo(1);
				assertThat(value(context, "socketserver.data.received")).isEqualTo(8);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get(ACCEPTED).tag("transport", "udp").counter().count()).isEqualTo(2);
			});
	}

	@Test
	void droppedDatagramIsCountedAsTruncatedAndAsNoRequest() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.echo.socket-type=datagram",
					"socketserver.servers.echo.max-packet-size=4B", "socketserver.servers.echo.truncated=drop")
			.run((context) -> {
				sendDatagram(context, "12345");
				awaitDropped(context, "truncated", 1);
				assertThat(LoopbackClient.askDatagram(context, "echo", "1234")).isEqualTo("1234");
				awaitValue(context, "socketserver.data.sent", 4);
				assertThat(value(context, "socketserver.datagrams.truncated")).isEqualTo(1);
				assertThat(value(context, ACCEPTED)).isEqualTo(1);
				assertThat(value(context, "socketserver.data.received")).isEqualTo(4);
			});
	}

	@Test
	void datagramsBeyondTheLimitAreCountedAsRejectedAndDropped() {
		Gate gate = new Gate();
		this.contextRunner.withBean(RequestInterceptor.class, () -> (request, next) -> gate.pass())
			.withPropertyValues("socketserver.servers.echo.socket-type=datagram",
					"socketserver.servers.echo.max-connections=1", "socketserver.servers.echo.overflow=reject")
			.run((context) -> {
				sendDatagram(context, "first");
				gate.awaitArrivals(1);
				sendDatagram(context, "second");
				sendDatagram(context, "third");
				awaitDropped(context, "max_connections", 2);
				assertThat(context.getBean(MeterRegistry.class)
					.get("socketserver.connections.rejected")
					.tag("reason", "max_connections")
					.counter()
					.count()).isEqualTo(2);
				gate.open();
				awaitValue(context, ACTIVE, 0);
				assertThat(gate.arrivals()).isZero();
			});
	}

	private static void sendDatagram(ApplicationContext context, String text) throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			byte[] data = text.getBytes();
			socket.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(),
					LoopbackClient.port(context, "echo")));
		}
	}

	private static void awaitDropped(ApplicationContext context, String reason, double expected) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		await().untilAsserted(
				() -> assertThat(registry.get("socketserver.datagrams.dropped").tag("reason", reason).counter().count())
					.isEqualTo(expected));
	}

	private static String describe(Meter meter) {
		String tags = meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(","));
		return "%s %s %s".formatted(meter.getId().getType(), meter.getId().getBaseUnit(), tags);
	}

	private static void awaitValue(ApplicationContext context, String name, double expected) {
		await().untilAsserted(() -> assertThat(value(context, name)).isEqualTo(expected));
	}

	private static double value(ApplicationContext context, String name) {
		Meter meter = context.getBean(MeterRegistry.class).get(name).tag("server", "echo").meter();
		return meter.measure().iterator().next().getValue();
	}

	@Configuration(proxyBeanMethods = false)
	static class EchoConfiguration {

		@Bean
		@RequestHandler
		Handler<Request> echo() {
			return (request) -> request.input().transferTo(request.output());
		}

	}

}
