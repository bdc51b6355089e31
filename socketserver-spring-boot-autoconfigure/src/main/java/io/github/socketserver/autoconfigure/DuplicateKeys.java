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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Finds keys that one source of properties has in two spellings, such as
 * {@code request_queue_size} and {@code request-queue-size}: the binder would take one of
 * them and say nothing. The same key in two sources is an override.
 */
final class DuplicateKeys {

	private static final String PREFIX = "socketserver.";

	private DuplicateKeys() {
	}

	static void refuse(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				refuse(enumerable);
			}
		}
	}

	private static void refuse(EnumerablePropertySource<?> source) {
		Map<String, String> keys = new HashMap<>();
		for (String key : source.getPropertyNames()) {
			String uniform = key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
			if (!uniform.startsWith(PREFIX)) {
				continue;
			}
			String other = keys.putIfAbsent(uniform, key);
			if (other != null) {
				throw new FailureAnalyzedException("'%s'%s and '%s'%s are two spellings of one property."
					.formatted(other, origin(source, other), key, origin(source, key)), "Remove one of them.");
			}
		}
	}

	private static String origin(PropertySource<?> source, String key) {
		Object origin = OriginLookup.getOrigin(source, key);
		return (origin != null) ? " (%s)".formatted(origin) : "";
	}

}
