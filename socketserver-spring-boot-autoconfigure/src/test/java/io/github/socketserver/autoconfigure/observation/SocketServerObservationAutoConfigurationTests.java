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

package io.github.socketserver.autoconfigure.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.autoconfigure.LoopbackClient;
import io.github.socketserver.autoconfigure.SocketServerAutoConfiguration;
import io.github.socketserver.autoconfigure.metrics.SocketServerMetricsAutoConfiguration;
import io.github.socketserver.observation.DefaultServerRequestObservationConvention;
import io.github.socketserver.observation.ObservationRequestInterceptor;
import io.github.socketserver.observation.ServerRequestObservationContext;
import io.github.socketserver.observation.ServerRequestObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketServerObservationAutoConfiguration} and the timer it brings.
 */
class SocketServerObservationAutoConfigurationTests {

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class,
				SocketServerObservationAutoConfiguration.class))
		.withUserConfiguration(LineConfiguration.class)
		.withPropertyValues("socketserver.servers.lines.address=127.0.0.1", "socketserver.servers.lines.port=0");

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withUserConfiguration(RegistryConfiguration.class);

	@Test
	void whenThereIsNoRegistryThenNothingIsContributed() {
		this.plainRunner.run((context) -> assertThat(context).doesNotHaveBean(ObservationRequestInterceptor.class));
	}

	@Test
	void whenMicrometerIsMissingThenNothingIsContributed() {
		this.plainRunner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(SocketServerObservationAutoConfiguration.class);
			assertThat(LoopbackClient.ask(context, "lines", "hello\n")).isEqualTo("hello");
		});
	}

	@Test
	void whenServersAreDisabledThenNothingIsContributed() {
		this.contextRunner.withPropertyValues("socketserver.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationRequestInterceptor.class));
	}

	@Test
	void whenUserHasInterceptorThenTheDefaultBacksOff() {
		ObservationRequestInterceptor interceptor = new ObservationRequestInterceptor(ObservationRegistry.NOOP, null,
				true, true);
		this.contextRunner.withBean("mine", ObservationRequestInterceptor.class, () -> interceptor)
			.run((context) -> assertThat(context).getBean(ObservationRequestInterceptor.class).isSameAs(interceptor));
	}

	@Test
	void successIsTimed() {
		this.contextRunner.run((context) -> {
			LoopbackClient.ask(context, "lines", "hello\n");
			LoopbackClient.ask(context, "lines", "hello\n");
			await().untilAsserted(() -> assertThat(timers(context)).hasSize(1)
				.first()
				.satisfies((timer) -> assertThat(timer.count()).isEqualTo(2)));
			Timer timer = timers(context).get(0);
			assertThat(timer.getId().getTags()).containsExactlyInAnyOrderElementsOf(
					Tags.of("server", "lines", "transport", "tcp", "outcome", "SUCCESS", "error", "none"));
			assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void failureIsTimedWithTheSameTags() {
		this.contextRunner.run((context) -> {
			assertThat(LoopbackClient.ask(context, "lines", "fail\n")).isEmpty();
			await().untilAsserted(() -> assertThat(timers(context)).hasSize(1));
			assertThat(timers(context).get(0).count()).isEqualTo(1);
			assertThat(timers(context).get(0).getId().getTags()).containsExactlyInAnyOrderElementsOf(Tags.of("server",
					"lines", "transport", "tcp", "outcome", "ERROR", "error", "IllegalArgumentException"));
		});
	}

	@Test
	void whatIsNotObservedIsNotTimedTwice() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(SocketServerMetricsAutoConfiguration.class))
			.withPropertyValues("socketserver.servers.packets.socket-type=datagram",
					"socketserver.servers.packets.port=0", "socketserver.servers.packets.address=127.0.0.1",
					"socketserver.servers.packets.handler=lines")
			.run((context) -> {
				LoopbackClient.ask(context, "lines", "hello\n");
				LoopbackClient.askDatagram(context, "packets", "hello\n");
				LoopbackClient.ask(context, "lines", "fail\n");
				await().untilAsserted(() -> assertThat(timers(context)).extracting(Timer::count)
					.containsExactlyInAnyOrder(1L, 1L, 1L));
				assertThat(timers(context)).extracting((timer) -> timer.getId().getTag("transport"))
					.containsExactlyInAnyOrder("tcp", "tcp", "udp");
			});
	}

	@Test
	void unobservedRequestsHaveTheSameTimerWithoutTheObservation() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(SocketServerMetricsAutoConfiguration.class))
			.withPropertyValues("socketserver.observation.streams=false")
			.run((context) -> {
				LoopbackClient.ask(context, "lines", "hello\n");
				LoopbackClient.ask(context, "lines", "fail\n");
				await().untilAsserted(() -> assertThat(timers(context)).hasSize(2));
				assertThat(timers(context)).extracting((timer) -> Tags.of(timer.getId().getTags()))
					.containsExactlyInAnyOrder(
							Tags.of("server", "lines", "transport", "tcp", "outcome", "SUCCESS", "error", "none"),
							Tags.of("server", "lines", "transport", "tcp", "outcome", "ERROR", "error",
									"IllegalArgumentException"));
				assertThat(context.getBean(MeterRegistry.class).find("socketserver.requests.active").meters())
					.isEmpty();
			});
	}

	@Test
	void datagramIsObservedWithItsTransportIfAskedTo() {
		this.contextRunner
			.withPropertyValues("socketserver.servers.lines.socket-type=datagram",
					"socketserver.observation.datagrams=true")
			.run((context) -> {
				LoopbackClient.askDatagram(context, "lines", "hello\n");
				await().untilAsserted(() -> assertThat(timers(context)).hasSize(1));
				assertThat(timers(context).get(0).getId().getTag("transport")).isEqualTo("udp");
			});
	}

	@Test
	void deniedRequestIsNotTimed() {
		List<String> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(RequestVerifier.class, () -> (request) -> !events.add("denied")).run((context) -> {
			assertThat(LoopbackClient.ask(context, "lines", "")).isEmpty();
			assertThat(events).containsExactly("denied");
			assertThat(timers(context)).isEmpty();
		});
	}

	@Test
	void otherInterceptorsRunInsideTheObservation() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class)
			.run((context) -> assertThat(LoopbackClient.ask(context, "lines", "hello\n"))
				.isEqualTo("socketserver.requests hello"));
	}

	@Test
	void conventionOfTheUserIsUsed() {
		this.contextRunner.withBean(ServerRequestObservationConvention.class, CustomConvention::new).run((context) -> {
			LoopbackClient.ask(context, "lines", "hello\n");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("custom").tag("colour", "green").timer()).isNotNull());
			assertThat(timers(context)).isEmpty();
		});
	}

	private static List<Timer> timers(ApplicationContext context) {
		return List.copyOf(context.getBean(MeterRegistry.class).find("socketserver.requests").timers());
	}

	@Configuration(proxyBeanMethods = false)
	static class LineConfiguration {

		@Bean
		@RequestHandler
		Handler<Request> lines() {
			return (request) -> {
				String line = request.input().readLine();
				if (line.equals("fail")) {
					throw new IllegalArgumentException("on demand");
				}
				request.output().write(line);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RegistryConfiguration {

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

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration {

		@Bean
		@Order(-1)
		RequestInterceptor contextWriter(ObservationRegistry registry) {
			return (request, next) -> {
				request.output().write(registry.getCurrentObservation().getContext().getName() + " ");
				next.handle(request);
			};
		}

	}

	private static final class CustomConvention extends DefaultServerRequestObservationConvention {

		@Override
		public String getName() {
			return "custom";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("colour", "green"));
		}

	}

}
