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

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What the properties of a server say, and where they say nothing the common ones, if
 * they can apply.
 *
 * @param own the properties of the server
 * @param common those of all servers
 * @param supported whether a key can apply to the server: a common value of one that
 * cannot is not meant for it
 */
record ServerSettings(ServerProperties own, ServerDefaultsProperties common, Predicate<String> supported) {

	/**
	 * Return a value.
	 * @param <T> the type of the value
	 * @param key the key, in kebab-case
	 * @param getter reads it
	 * @return the value, or {@code null} if it is not set
	 */
	<T> @Nullable T get(String key, Function<ServerDefaultsProperties, @Nullable T> getter) {
		T value = getter.apply(this.own);
		return (value == null && this.supported.test(key)) ? getter.apply(this.common) : value;
	}

	/**
	 * Hand a value over if it is set.
	 * @param <T> the type of the value
	 * @param key the key, in kebab-case
	 * @param getter reads it
	 * @param target takes it
	 */
	<T> void map(String key, Function<ServerDefaultsProperties, @Nullable T> getter, Consumer<T> target) {
		T value = get(key, getter);
		if (value != null) {
			target.accept(value);
		}
	}

}
