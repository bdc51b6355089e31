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
import java.util.concurrent.TimeUnit;

/**
 * A point in time to wait for at most.
 */
final class Deadline {

	static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

	private final long nanos;

	private Deadline(long nanos) {
		this.nanos = nanos;
	}

	static Deadline after(Duration duration) {
		return (duration.compareTo(Duration.ofDays(365)) > 0) ? NEVER
				: new Deadline(System.nanoTime() + duration.toNanos());
	}

	long remainingNanos() {
		return (this == NEVER) ? Long.MAX_VALUE : Math.max(0, this.nanos - System.nanoTime());
	}

	/**
	 * Return what is left, rounded up, so that who has waited for it is not too early.
	 * @return a number of milliseconds
	 */
	long remainingMillis() {
		return (this == NEVER) ? Long.MAX_VALUE
				: TimeUnit.NANOSECONDS.toMillis(remainingNanos() + TimeUnit.MILLISECONDS.toNanos(1) - 1);
	}

	boolean isOver() {
		return remainingNanos() == 0;
	}

	static Deadline earlier(Deadline one, Deadline other) {
		return (one.remainingNanos() <= other.remainingNanos()) ? one : other;
	}

}
