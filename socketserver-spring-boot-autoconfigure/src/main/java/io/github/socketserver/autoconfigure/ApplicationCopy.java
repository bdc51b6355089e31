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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a child process has to know to be a copy of an application. It travels as the
 * parameters of the child's program.
 *
 * @param application how the application was started
 * @param profiles its profiles
 * @param properties those that win over what the child finds in files, its environment
 * and the arguments
 * @param defaults those that hold where the child finds nothing else
 */
record ApplicationCopy(RunningApplication application, List<String> profiles, Map<String, String> properties,
		Map<String, String> defaults) {

	private static final String SOURCE = "source.";

	private static final String ARGUMENT = "argument.";

	private static final String MAIN_CLASS = "main-class";

	private static final String PROFILE = "profile.";

	private static final String PROPERTY = "property.";

	private static final String DEFAULT = "default.";

	static ApplicationCopy of(Map<String, String> parameters) {
		RunningApplication application = new RunningApplication(list(parameters, SOURCE), list(parameters, ARGUMENT),
				parameters.get(MAIN_CLASS));
		return new ApplicationCopy(application, list(parameters, PROFILE), map(parameters, PROPERTY),
				map(parameters, DEFAULT));
	}

	private static List<String> list(Map<String, String> parameters, String prefix) {
		List<String> values = new ArrayList<>();
		for (String value = parameters.get(prefix + 0); value != null; value = parameters.get(prefix + values.size())) {
			values.add(value);
		}
		return values;
	}

	private static Map<String, String> map(Map<String, String> parameters, String prefix) {
		Map<String, String> values = new LinkedHashMap<>();
		parameters.forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				values.put(key.substring(prefix.length()), value);
			}
		});
		return values;
	}

	Map<String, String> toParameters() {
		Map<String, String> parameters = new LinkedHashMap<>();
		add(parameters, SOURCE, this.application.sources());
		add(parameters, ARGUMENT, this.application.args());
		if (this.application.mainClass() != null) {
			parameters.put(MAIN_CLASS, this.application.mainClass());
		}
		add(parameters, PROFILE, this.profiles);
		this.properties.forEach((key, value) -> parameters.put(PROPERTY + key, value));
		this.defaults.forEach((key, value) -> parameters.put(DEFAULT + key, value));
		return parameters;
	}

	private static void add(Map<String, String> parameters, String prefix, List<String> values) {
		for (int i = 0; i < values.size(); i++) {
			parameters.put(prefix + i, values.get(i));
		}
	}

}
