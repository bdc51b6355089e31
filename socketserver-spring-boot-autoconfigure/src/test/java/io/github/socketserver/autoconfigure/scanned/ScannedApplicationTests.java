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

package io.github.socketserver.autoconfigure.scanned;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.github.socketserver.autoconfigure.LoopbackClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the child processes of an application under test are copies of it, and not
 * of what other tests have beside it.
 */
@SpringBootTest(args = "--argument=of the test",
		properties = { "socketserver.servers.questions.port=0", "socketserver.servers.questions.concurrency=forking",
				"socketserver.servers.questions.spare-children=0",
				"socketserver.servers.questions.requests-per-child=100", "inlined=by the test" })
@ActiveProfiles("test")
@DirtiesContext
class ScannedApplicationTests {

	@Autowired
	private ApplicationContext context;

	@DynamicPropertySource
	static void dynamic(DynamicPropertyRegistry registry) {
		registry.add("dynamic", () -> "value");
	}

	@Test
	void childIsACopyOfTheApplicationUnderTest() throws Exception {
		assertThat(ask("pid")).isNotEqualTo(String.valueOf(ProcessHandle.current().pid()));
		assertThat(ask("argument")).isEqualTo("of the test");
		assertThat(ask("inlined")).isEqualTo("by the test");
		assertThat(ask("dynamic")).isEqualTo("value");
		assertThat(ask("profiles")).isEqualTo("[test, socketserver-child]");
		assertThat(this.context.getBeanNamesForType(Runnable.class)).containsExactly("own");
		assertThat(ask("beans")).isEqualTo("[own]");
	}

	private String ask(String question) throws Exception {
		return LoopbackClient.ask(this.context, "questions", question + "\n");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OwnConfiguration {

		@Bean
		Runnable own() {
			return () -> {
			};
		}

	}

}
