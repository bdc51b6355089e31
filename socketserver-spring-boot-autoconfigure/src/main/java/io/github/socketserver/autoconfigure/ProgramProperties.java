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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The properties that a program has put into its environment, such as those of a test.
 * Another process of the same application would find all others by itself.
 *
 * @param overriding those before the variables of the environment
 * @param defaults those after them
 */
record ProgramProperties(Map<String, String> overriding, Map<String, String> defaults) {

	private static final Set<String> OF_THE_PROCESS = Set.of(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, "server.ports", "Management Server",
			"applicationInfo", "spring.application.json", "vcap");

	static ProgramProperties of(ConfigurableEnvironment environment) {
		ProgramProperties properties = new ProgramProperties(new LinkedHashMap<>(), new LinkedHashMap<>());
		boolean overriding = true;
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
				overriding = false;
			}
			if (source instanceof EnumerablePropertySource<?> enumerable && isOfProgram(source, overriding)) {
				add(enumerable, overriding ? properties.overriding : properties.defaults,
						environment.getConversionService());
			}
		}
		return properties;
	}

	private static boolean isOfProgram(PropertySource<?> source, boolean overriding) {
		boolean file = source instanceof OriginTrackedMapPropertySource && !overriding;
		return !file && !(source instanceof CommandLinePropertySource<?>) && !OF_THE_PROCESS.contains(source.getName());
	}

	private static void add(EnumerablePropertySource<?> source, Map<String, String> target,
			ConversionService conversion) {
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value != null && conversion.canConvert(value.getClass(), String.class)) {
				target.putIfAbsent(name, String.valueOf(conversion.convert(value, String.class)));
			}
		}
	}

}
