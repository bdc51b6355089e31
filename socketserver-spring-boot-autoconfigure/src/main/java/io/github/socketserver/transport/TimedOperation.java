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

package io.github.socketserver.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something that has to end in time. Its end and the sweep that finds it too late may
 * meet here: one of them wins.
 */
final class TimedOperation {

	// Points in time are odd, so that they are none of these
	private static final long NONE = 0;

	private static final long EXPIRED = 2;

	private final AtomicLong due = new AtomicLong(NONE);

	/**
	 * Begin the operation.
	 * @param timeout how long it may take; zero for as long as it likes
	 */
	void begin(Duration timeout) {
		if (!timeout.isZero()) {
			this.due.compareAndSet(NONE, (System.nanoTime() + timeout.toNanos()) | 1);
		}
	}

	/**
	 * End the operation.
	 * @return whether it was in time
	 */
	boolean end() {
		long due = this.due.get();
		return due == NONE || (due != EXPIRED && this.due.compareAndSet(due, NONE));
	}

	boolean hasExpired() {
		return this.due.get() == EXPIRED;
	}

	/**
	 * Let the operation expire if it is too late.
	 * @param now the time, of {@link System#nanoTime()}
	 * @return whether it has expired with this call
	 */
	boolean expireIfDue(long now) {
		long due = this.due.get();
		return due != NONE && due != EXPIRED && due - now <= 0 && this.due.compareAndSet(due, EXPIRED);
	}

}
