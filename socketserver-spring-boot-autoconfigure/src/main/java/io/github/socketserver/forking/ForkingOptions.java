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

package io.github.socketserver.forking;

import java.time.Duration;
import java.util.List;

import io.github.socketserver.server.InvalidServerOptionException;

/**
 * The options of a server with a process per request, validated.
 *
 * @param maxChildren how many children there are at most, spare ones included
 * @param spareChildren how many wait for a request
 * @param requestsPerChild how many requests a child serves before it is replaced
 * @param childTimeout how long a child may take to start, and for a request; zero for no
 * limit
 * @param jvmOptions options of the children's JVMs
 */
public record ForkingOptions(int maxChildren, int spareChildren, int requestsPerChild, Duration childTimeout,
		List<String> jvmOptions) {

	/**
	 * Validate the options.
	 * @throws InvalidServerOptionException if one has a value that makes no sense
	 */
	public ForkingOptions {
		require(maxChildren >= 1, "max-children", maxChildren, "There must be a child");
		require(spareChildren >= 0, "spare-children", spareChildren, "There cannot be less than none");
		require(spareChildren <= maxChildren, "spare-children", spareChildren,
				"'max-children' allows no more than " + maxChildren);
		require(requestsPerChild >= 1, "requests-per-child", requestsPerChild, "A child serves at least one request");
		require(!childTimeout.isNegative(), "child-timeout", childTimeout, "A time-out cannot be negative");
		jvmOptions = List.copyOf(jvmOptions);
		// the JVM would take it for the main class
		require(jvmOptions.stream().noneMatch(String::isBlank), "child.jvm-options", jvmOptions,
				"An option cannot be blank");
	}

	private static void require(boolean valid, String option, Object value, String reason) {
		if (!valid) {
			throw new InvalidServerOptionException(option, value, reason);
		}
	}

	/**
	 * Return the options of a server nobody has configured.
	 * @return the defaults
	 */
	public static ForkingOptions defaults() {
		return builder().build();
	}

	/**
	 * Return a builder that begins with the defaults.
	 * @return the builder
	 */
	public static ForkingOptionsBuilder builder() {
		return new ForkingOptionsBuilder();
	}

}
