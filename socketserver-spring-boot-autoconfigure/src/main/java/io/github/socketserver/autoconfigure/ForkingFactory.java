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
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.forking.ChildProgram;
import io.github.socketserver.forking.Forking;
import io.github.socketserver.forking.ForkingOptions;
import io.github.socketserver.forking.ForkingOptionsBuilder;

/**
 * Makes the child processes' part of a server of its properties.
 */
final class ForkingFactory {

	private static final Map<String, Function<ServerDefaultsProperties, @Nullable Object>> KEYS = new LinkedHashMap<>();

	static {
		KEYS.put("max-children", ServerDefaultsProperties::getMaxChildren);
		KEYS.put("spare-children", ServerDefaultsProperties::getSpareChildren);
		KEYS.put("requests-per-child", ServerDefaultsProperties::getRequestsPerChild);
		KEYS.put("child-timeout", ServerDefaultsProperties::getChildTimeout);
		KEYS.put("child.jvm-options", ForkingFactory::jvmOptions);
		KEYS.put("child.context", ForkingFactory::context);
	}

	private final ChildPrograms programs;

	private final boolean nativeImage;

	ForkingFactory(ChildPrograms programs, boolean nativeImage) {
		this.programs = programs;
		this.nativeImage = nativeImage;
	}

	/**
	 * Create the part of a server that forks.
	 * @param server the name of the server
	 * @param settings what its properties say
	 * @param handler its handler
	 * @param failure makes the exceptions
	 * @return the part
	 */
	Forking create(String server, ServerSettings settings, HandlerDefinition handler, ConfigurationFailure failure) {
		if (this.nativeImage) {
			throw failure.property("concurrency", "But a native image has no JVM that could run children.",
					"Set it to 'threading', or run the application on a JVM.");
		}
		refuse(settings.own(), failure);
		ForkingOptions options = options(settings);
		ChildProgram program = (settings.get("child.context", ForkingFactory::context) == ChildContext.NONE)
				? this.programs.handlerAlone(server, handler, failure)
				: this.programs.application(options.jvmOptions(), failure);
		return new Forking(program, options);
	}

	private static ForkingOptions options(ServerSettings settings) {
		ForkingOptionsBuilder options = ForkingOptions.builder();
		settings.map("max-children", ServerDefaultsProperties::getMaxChildren, options::maxChildren);
		settings.map("spare-children", ServerDefaultsProperties::getSpareChildren, options::spareChildren);
		settings.map("requests-per-child", ServerDefaultsProperties::getRequestsPerChild, options::requestsPerChild);
		settings.map("child-timeout", ServerDefaultsProperties::getChildTimeout, options::childTimeout);
		settings.map("child.jvm-options", ForkingFactory::jvmOptions, options::jvmOptions);
		return options.build();
	}

	private static void refuse(ServerProperties properties, ConfigurationFailure failure) {
		if (properties.getDaemonThreads() != null) {
			throw failure.property("daemon-threads", "A forking server has processes instead of threads.",
					"Remove it, or set '%s' to 'threading'.".formatted(failure.name("concurrency")));
		}
		if (properties.getMaxConnections() != null) {
			throw failure.property("max-connections", "A forking server has as many requests as children at most.",
					"Remove it, or set '%s' instead.".formatted(failure.name("max-children")));
		}
	}

	/**
	 * Refuse the keys that mean something to a server that forks only.
	 * @param properties the properties of another server
	 * @param failure makes the exceptions
	 */
	static void refuseChildKeys(ServerProperties properties, ConfigurationFailure failure) {
		KEYS.forEach((key, getter) -> {
			if (getter.apply(properties) != null) {
				throw failure.property(key, "Only a forking server has children.",
						"Remove it, or set '%s' to 'forking'.".formatted(failure.name("concurrency")));
			}
		});
	}

	private static @Nullable List<String> jvmOptions(ServerDefaultsProperties properties) {
		return properties.getChild().getJvmOptions();
	}

	private static @Nullable ChildContext context(ServerDefaultsProperties properties) {
		return properties.getChild().getContext();
	}

}
