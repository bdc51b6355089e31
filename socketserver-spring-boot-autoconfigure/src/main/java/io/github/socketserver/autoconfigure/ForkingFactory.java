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
		ServerDefaultsProperties own = settings.own();
		ServerDefaultsProperties common = settings.common();
		ForkingOptionsBuilder options = ForkingOptions.builder();
		settings.map("max-children", own.getMaxChildren(), common.getMaxChildren(), options::maxChildren);
		settings.map("spare-children", own.getSpareChildren(), common.getSpareChildren(), options::spareChildren);
		settings.map("requests-per-child", own.getRequestsPerChild(), common.getRequestsPerChild(),
				options::requestsPerChild);
		settings.map("child-timeout", own.getChildTimeout(), common.getChildTimeout(), options::childTimeout);
		settings.map("child.jvm-options", own.getChild().getJvmOptions(), common.getChild().getJvmOptions(),
				options::jvmOptions);
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
		refuseChildKey("max-children", properties.getMaxChildren(), failure);
		refuseChildKey("spare-children", properties.getSpareChildren(), failure);
		refuseChildKey("requests-per-child", properties.getRequestsPerChild(), failure);
		refuseChildKey("child-timeout", properties.getChildTimeout(), failure);
		refuseChildKey("child.jvm-options", properties.getChild().getJvmOptions(), failure);
		refuseChildKey("child.context", properties.getChild().getContext(), failure);
	}

	private static void refuseChildKey(String key, @Nullable Object value, ConfigurationFailure failure) {
		if (value != null) {
			throw failure.property(key, "Only a forking server has children.",
					"Remove it, or set '%s' to 'forking'.".formatted(failure.name("concurrency")));
		}
	}

	private static @Nullable ChildContext context(ServerDefaultsProperties properties) {
		return properties.getChild().getContext();
	}

}
