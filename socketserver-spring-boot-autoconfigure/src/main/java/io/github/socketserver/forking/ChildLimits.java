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
 * How long children may do what they do.
 */
final class ChildLimits {

	private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final long ARCHIVE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private final ForkingOptions options;

	ChildLimits(ForkingOptions options) {
		this.options = options;
	}

	/**
	 * Say what is to be done with a child.
	 * @param state what it does
	 * @param nanos since when, in nanoseconds
	 * @param spares how many spare children there are
	 * @return what to do
	 */
	Verdict judge(ChildState state, long nanos, int spares) {
		return switch (state) {
			case STARTING, ACTIVE -> isOver(nanos) ? Verdict.TIME_OUT : Verdict.LEAVE;
			case SPARE ->
				(nanos > SPARE_NANOS && spares > this.options.spareChildren()) ? Verdict.RETIRE : Verdict.LEAVE;
			case RETURNING, ENDING -> (nanos > END_NANOS) ? Verdict.KILL : Verdict.LEAVE;
			case ARCHIVING -> (nanos > ARCHIVE_NANOS) ? Verdict.KILL : Verdict.LEAVE;
		};
	}

	private boolean isOver(long nanos) {
		long timeout = this.options.childTimeout().toNanos();
		return timeout > 0 && nanos > timeout;
	}

	/**
	 * What to do with a child.
	 */
	enum Verdict {

		LEAVE, TIME_OUT, RETIRE, KILL

	}

}
