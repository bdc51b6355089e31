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

import java.util.Optional;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

/**
 * Makes the failures that stop an application whose servers are configured wrong: each
 * names the server, the property and where it is set, and the remedy.
 */
final class ConfigurationFailure {

	private final Environment environment;

	private final String server;

	ConfigurationFailure(Environment environment, String server) {
		this.environment = environment;
		this.server = server;
	}

	/**
	 * A property has a value that does not fit.
	 * @param key the last part of the name of the property
	 * @param reason what is wrong, as a sentence
	 * @param action the remedy, as a sentence
	 * @return the failure
	 */
	FailureAnalyzedException property(String key, String reason, String action) {
		String name = (find(name(key)).isPresent() || find(defaultName(key)).isEmpty()) ? name(key) : defaultName(key);
		String value = find(name).or(() -> find(name + "[0]"))
			.map((property) -> " is '%s'%s.".formatted(value(name, property), origin(property)))
			.orElse(" is not set.");
		return new FailureAnalyzedException(
				"Server '%s' is misconfigured: '%s'%s %s".formatted(this.server, name, value, reason), action);
	}

	/**
	 * The server as a whole cannot be had.
	 * @param reason what is wrong, as a sentence
	 * @param action the remedy, as a sentence
	 * @return the failure
	 */
	FailureAnalyzedException server(String reason, String action) {
		return new FailureAnalyzedException("Server '%s' cannot be created: %s".formatted(this.server, reason), action);
	}

	/**
	 * Return the full name of a property of the server.
	 * @param key its last part
	 * @return the name
	 */
	String name(String key) {
		return "socketserver.servers.%s.%s".formatted(this.server, key);
	}

	private static String defaultName(String key) {
		return "socketserver.defaults." + key;
	}

	private Optional<ConfigurationProperty> find(String name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
			if (property != null) {
				return Optional.of(property);
			}
		}
		return Optional.empty();
	}

	private Object value(String name, ConfigurationProperty property) {
		return property.getName().equals(ConfigurationPropertyName.of(name)) ? property.getValue()
				: String.join(", ", Binder.get(this.environment).bind(name, String[].class).get());
	}

	private static String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? " (%s)".formatted(property.getOrigin()) : "";
	}

}
