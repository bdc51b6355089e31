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

package io.github.socketserver.server;

import java.time.Duration;

/**
 * How long a serving thread rests when it cannot take requests. Without a rest, accept(2)
 * with {@code EMFILE} spins: the client stays in the queue and the socket stays ready.
 */
final class AcceptBackoff {

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofSeconds(1);

	private Duration rest = Duration.ZERO;

	void lengthen() {
		Duration doubled = this.rest.isZero() ? SHORTEST : this.rest.multipliedBy(2);
		this.rest = (doubled.compareTo(LONGEST) < 0) ? doubled : LONGEST;
	}

	Duration rest() {
		return this.rest;
	}

	void reset() {
		this.rest = Duration.ZERO;
	}

}
