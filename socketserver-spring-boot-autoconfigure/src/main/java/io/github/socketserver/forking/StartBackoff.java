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

import java.util.concurrent.TimeUnit;

/**
 * How long to wait after a child could not be started: 100 ms at first, 10 s at most.
 */
final class StartBackoff {

	private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

	private long failures;

	private long delay;

	private long until;

	private String lastFailure = "";

	/**
	 * Note that a child could not be started.
	 * @param failure what to tell those who wait for one
	 */
	void failed(String failure) {
		this.failures++;
		this.lastFailure = failure;
		lengthen();
	}

	/**
	 * Note that a child has ended before its first request.
	 */
	void lengthen() {
		this.delay = Math.min(LONGEST, Math.max(FIRST, this.delay * 2));
		this.until = System.nanoTime() + this.delay;
	}

	void reset() {
		this.delay = 0;
	}

	boolean isResting() {
		return this.delay > 0 && this.until - System.nanoTime() > 0;
	}

	long failures() {
		return this.failures;
	}

	String lastFailure() {
		return this.lastFailure;
	}

}
