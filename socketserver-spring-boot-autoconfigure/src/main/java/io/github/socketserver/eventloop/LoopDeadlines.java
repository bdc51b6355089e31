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

package io.github.socketserver.eventloop;

import java.net.SocketTimeoutException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.Timeouts;

/**
 * What the client of a connection on a loop has to do in time. The sweep looks at it now
 * and then, from another thread; the loop looks again before it acts.
 */
final class LoopDeadlines {

	private final Timeouts timeouts;

	private volatile long operation;

	private volatile long lastRead = System.nanoTime();

	LoopDeadlines(Timeouts timeouts) {
		this.timeouts = timeouts;
		this.operation = timeouts.operation().toNanos();
	}

	void setTimeout(Duration timeout) {
		this.operation = timeout.toNanos();
	}

	Duration timeout() {
		return Duration.ofNanos(this.operation);
	}

	void read(long now) {
		this.lastRead = now;
	}

	boolean isLate(long now, LoopInput input, LoopOutput output, boolean reading) {
		return writeTimeout(now, output) != null
				|| (reading && (readTimeout(now, input) != null || isIdleTooLong(now, input)));
	}

	private boolean isIdleTooLong(long now, LoopInput input) {
		return input.messageSince() == 0 && isOver(now, this.lastRead, this.timeouts.idle().toNanos());
	}

	/**
	 * Return what to throw if the client has left a message incomplete for too long.
	 * @param now the time
	 * @param input the input
	 * @return the exception, or {@code null} if there is time
	 */
	@Nullable SocketTimeoutException readTimeout(long now, LoopInput input) {
		long messageSince = input.messageSince();
		if (messageSince == 0) {
			return null;
		}
		if (isOver(now, messageSince, this.timeouts.request().toNanos())) {
			return new SocketTimeoutException(
					"The client has not completed a message within 'request-timeout', " + this.timeouts.request());
		}
		return isOver(now, this.lastRead, this.operation)
				? new SocketTimeoutException("The client has sent nothing within 'timeout', " + timeout()) : null;
	}

	@Nullable SocketTimeoutException writeTimeout(long now, LoopOutput output) {
		return (output.isPending() && isOver(now, output.pendingSince(), this.operation))
				? new SocketTimeoutException("The client has taken nothing within 'timeout', " + timeout()) : null;
	}

	private static boolean isOver(long now, long since, long timeout) {
		return timeout > 0 && now - since > timeout;
	}

}
