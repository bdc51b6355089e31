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

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.github.socketserver.Request;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.ForServer;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForServer}.
 */
class ForServerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withUserConfiguration(HandlerConfiguration.class)
		.withPropertyValues("socketserver.servers.one.port=0", "socketserver.servers.two.port=0");

	@Test
	void hookOfBeanMethodIsCalledForItsServersOnly() {
		this.contextRunner.withUserConfiguration(InterceptorConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "one", "")).isEqualTo("first second handler");
			assertThat(LoopbackClient.ask(context, "two", "")).isEqualTo("second handler");
		});
	}

	@Test
	void hookClassIsCalledForItsServersOnly() {
		this.contextRunner.withBean(DenyTwo.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "one", "")).isEqualTo("handler");
			assertThat(LoopbackClient.ask(context, "two", "")).isEmpty();
		});
	}

	@Test
	void hookForServerThatIsDisabledIsAllowed() {
		this.contextRunner.withBean(DenyTwo.class)
			.withPropertyValues("socketserver.servers.two.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void hookForUnknownServerIsRefused() {
		this.contextRunner.withBean("lost", LostVerifier.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("The bean 'lost' is a hook for the server 'three', which does not exist."));
	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		@RequestHandler({ "one", "two" })
		StreamHandler handler() {
			return (request) -> request.output().write("handler");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorConfiguration {

		@Bean
		@Order(2)
		RequestInterceptor second() {
			return (request, next) -> {
				request.output().write("second ");
				next.handle(request);
			};
		}

		@Bean
		@Order(1)
		@ForServer("one")
		RequestInterceptor first() {
			return (request, next) -> {
				request.output().write("first ");
				next.handle(request);
			};
		}

	}

	@ForServer("two")
	static class DenyTwo implements RequestVerifier {

		@Override
		public boolean verifyRequest(Request request) {
			return false;
		}

	}

	@ForServer("three")
	static class LostVerifier extends DenyTwo {

	}

}
