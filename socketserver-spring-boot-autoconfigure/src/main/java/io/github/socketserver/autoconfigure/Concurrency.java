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

import java.util.Set;

/**
 * Where the requests of a server are processed.
 */
public enum Concurrency {

	/**
	 * On the serving thread, one request at a time.
	 */
	SYNCHRONOUS(Set.of("daemon-threads", "block-on-close", "write-high-water-mark", "max-pending-write")),

	/**
	 * On a thread per request: virtual if 'spring.threads.virtual.enabled' is set and the
	 * JVM has such threads, otherwise pooled platform threads.
	 */
	THREADING(Set.of("write-high-water-mark", "max-pending-write")),

	/**
	 * On a few threads that all such servers share. Their handlers are beans of type
	 * StreamProtocol.
	 */
	EVENT_LOOP(Set.of("daemon-threads", "block-on-close", "read-buffer-size", "write-buffer-size")),

	/**
	 * In child processes, which are started ahead.
	 */
	FORKING(Set.of("daemon-threads", "max-connections", "write-high-water-mark", "max-pending-write"));

	private final Set<String> unsupportedKeys;

	Concurrency(Set<String> unsupportedKeys) {
		this.unsupportedKeys = unsupportedKeys;
	}

	boolean supports(String key) {
		return !this.unsupportedKeys.contains(key);
	}

}
