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

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata that editors read, by the rules that Spring Boot has for its
 * own.
 */
class ConfigurationMetadataTests {

	private final Map<String, Object> metadata = read("META-INF/spring-configuration-metadata.json");

	@Test
	void everyKeyHasADescription() {
		assertThat(list("properties")).isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.isNotBlank());
	}

	@Test
	void descriptionsArePlainSentences() {
		assertThat(list("properties")).allSatisfy((property) -> {
			String description = (String) property.get("description");
			assertThat(description).as("%s", property.get("name"))
				.endsWith(".")
				.matches("[A-Z].*")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.doesNotContain("{@", "<p>", "default ");
			if (property.get("type").equals("java.lang.Boolean")) {
				assertThat(description).startsWith("Whether ");
			}
			if (property.get("type").equals("java.time.Duration")) {
				assertThat(description).contains("If a duration suffix is not specified, seconds will be used.");
			}
		});
	}

	@Test
	void everyCommonKeyIsListed() {
		List<String> names = Arrays.stream(ServerDefaultsProperties.class.getDeclaredFields())
			.filter((field) -> !field.isSynthetic() && field.getType() != ServerDefaultsProperties.Child.class)
			.map(Field::getName)
			.map((name) -> "socketserver.defaults." + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.toList();
		assertThat(list("properties")).extracting((property) -> property.get("name"))
			.containsAll(names)
			.contains("socketserver.defaults.child.jvm-options", "socketserver.defaults.child.context");
	}

	@Test
	void hintsAreForKeysThatExistAndSorted() {
		List<Object> hints = new ArrayList<>(list("hints").stream().map((hint) -> hint.get("name")).toList());
		assertThat(hints).contains("socketserver.defaults.handler");
		assertThat(list("properties")).extracting((property) -> property.get("name")).containsAll(hints);
		assertThat(read("META-INF/additional-spring-configuration-metadata.json").get("hints"))
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.extracting("name", String.class)
			.isSorted();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> list(String name) {
		return (List<Map<String, Object>>) Stream.ofNullable(this.metadata.get(name)).findFirst().orElseThrow();
	}

	private static Map<String, Object> read(String path) {
		try (InputStream stream = new ClassPathResource(path, SocketServerAutoConfiguration.class.getClassLoader())
			.getInputStream()) {
			return JsonPath.parse(stream).json();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
