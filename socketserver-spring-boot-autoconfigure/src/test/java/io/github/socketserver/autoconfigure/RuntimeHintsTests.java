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
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what ahead-of-time processing tells a native image to keep.
 */
class RuntimeHintsTests {

	private final RuntimeHints hints = process();

	@Test
	void propertiesCanBeBound() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(SocketServerProperties.class, "getServers"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ServerProperties.class, "setPort"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ServerDefaultsProperties.class, "setConcurrency")).accepts(this.hints);
	}

	@Test
	void annotatedBeanMethodsCanBeFound() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HandlerConfiguration.class, "hello"))
			.accepts(this.hints);
	}

	private static RuntimeHints process() {
		TestGenerationContext generationContext = new TestGenerationContext();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(HandlerConfiguration.class, SocketServerAutoConfiguration.class);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generationContext);
		return generationContext.getRuntimeHints();
	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		@RequestHandler
		StreamHandler hello() {
			return (request) -> request.output().write("hello");
		}

	}

}
