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

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for what a child process is told of the application.
 */
class ApplicationCopyTests {

	@Test
	void copyTravelsAsStrings() {
		RunningApplication application = new RunningApplication(List.of("com.example.Main", "classpath:beans.xml"),
				List.of("", "--a=b\nc", "d"), "com.example.Main");
		ApplicationCopy copy = new ApplicationCopy(application, List.of("one", "two"),
				Map.of("my.list[0]", "", "my.key", "${x}"), Map.of("other.key", "value"));
		assertThat(ApplicationCopy.of(copy.toParameters())).isEqualTo(copy);
	}

	@Test
	void mainClassAndTheRestMayBeMissing() {
		ApplicationCopy copy = new ApplicationCopy(new RunningApplication(List.of("source"), List.of(), null),
				List.of(), Map.of(), Map.of());
		assertThat(ApplicationCopy.of(copy.toParameters())).isEqualTo(copy);
	}

	@Test
	void sourcesAreClassesAndNames() {
		SpringApplication application = new SpringApplication(CopiedApplication.AnsweringHandler.class);
		application.getSources().add("com.example");
		application.setMainApplicationClass(ApplicationCopyTests.class);
		assertThat(RunningApplication.of(application, new String[] { "a" })).isEqualTo(
				new RunningApplication(List.of(CopiedApplication.AnsweringHandler.class.getName(), "com.example"),
						List.of("a"), ApplicationCopyTests.class.getName()));
	}

	@Test
	void propertiesOfAProgramArePartedByTheEnvironment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("second", Map.of("a", "second", "b", 2)));
		environment.getPropertySources().addFirst(new MapPropertySource("first", Map.of("a", "first")));
		environment.getPropertySources().addFirst(new MapPropertySource("server.ports", Map.of("local.port", 1)));
		environment.getPropertySources().addLast(new MapPropertySource("defaults", Map.of("a", "default")));
		ProgramProperties properties = ProgramProperties.of(environment);
		assertThat(properties.overriding()).containsOnly(entry("a", "first"), entry("b", "2"));
		assertThat(properties.defaults()).containsOnly(entry("a", "default"));
	}

	@Test
	void optionsOfTheJvmWinOverTheOverrides() {
		assertThat(ChildOverrides.get(List.of())).containsEntry("spring.main.web-application-type", "none")
			.containsEntry("spring.flyway.enabled", "false")
			.containsEntry("logging.file.name", "")
			.containsEntry("management.prometheus.metrics.export.enabled", "false");
		assertThat(ChildOverrides.get(List.of("-Xmx64m", "-Dspring.flyway.enabled=a=b", "-Dmy.key=1", "-Dflag")))
			.containsEntry("spring.flyway.enabled", "a=b")
			.doesNotContainKey("my.key");
	}

}
