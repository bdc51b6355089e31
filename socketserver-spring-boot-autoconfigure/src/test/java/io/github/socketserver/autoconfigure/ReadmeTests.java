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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.autoconfigure.metrics.SocketServerMetricsAutoConfiguration;
import io.github.socketserver.autoconfigure.observation.SocketServerObservationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the tables of the README tell the truth.
 */
class ReadmeTests {

	@Test
	void metersAreThoseThatAreExported() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class,
					SocketServerMetricsAutoConfiguration.class, SocketServerObservationAutoConfiguration.class))
			.withUserConfiguration(MetricsConfiguration.class)
			.withBean("where", ForkedHandlers.WhereAmI.class)
			.withPropertyValues("socketserver.servers.hello.port=0", "socketserver.servers.forking.port=0",
					"socketserver.servers.forking.handler=where", "socketserver.servers.forking.concurrency=forking",
					"socketserver.servers.forking.child.context=none")
			.run((context) -> {
				LoopbackClient.ask(context, "hello", "");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				await().untilAsserted(() -> assertThat(exported(registry)).isEqualTo(documentedMeters()));
			});
	}

	@Test
	void keysAreThoseOfTheProperties() {
		List<String> keys = Stream.of(ServerDefaultsProperties.class, ServerProperties.class)
			.flatMap((type) -> keys("", type))
			.toList();
		assertThat(table("| key |").keySet()).containsExactlyInAnyOrderElementsOf(keys);
	}

	private static Stream<String> keys(String prefix, Class<?> type) {
		return Arrays.stream(type.getDeclaredFields()).filter((field) -> !field.isSynthetic()).flatMap((field) -> {
			Name name = field.getAnnotation(Name.class);
			String key = prefix + ((name != null) ? name.value() : field.getName()).replaceAll("([A-Z])", "-$1")
				.toLowerCase(Locale.ROOT);
			boolean nested = field.getType().getEnclosingClass() == type;
			return nested ? keys(key + ".", field.getType()) : Stream.of(key);
		});
	}

	private static Map<String, String> documentedMeters() {
		Map<String, String> meters = new TreeMap<>();
		table("| name |").forEach((name, cells) -> {
			String tags = Readme.codes(cells.get(2)).sorted().collect(Collectors.joining(" "));
			meters.put(name, tags + " " + cells.get(3));
		});
		return meters;
	}

	private static Map<String, String> exported(MeterRegistry registry) {
		Map<String, String> meters = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			String tags = meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(" "));
			meters.put(meter.getId().getName(), tags + " " + meter.getId().getBaseUnit());
		}
		return meters;
	}

	private static Map<String, List<String>> table(String header) {
		Map<String, List<String>> rows = new TreeMap<>();
		for (List<String> cells : Readme.table(header)) {
			rows.put(Readme.codes(cells.get(0)).findFirst().orElseThrow(), cells);
		}
		return rows;
	}

	@Configuration(proxyBeanMethods = false)
	static class MetricsConfiguration {

		@Bean
		@RequestHandler
		StreamHandler hello() {
			return (request) -> request.output().write("hello");
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationRegistry observationRegistry(MeterRegistry meterRegistry) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meterRegistry));
			return registry;
		}

	}

}
