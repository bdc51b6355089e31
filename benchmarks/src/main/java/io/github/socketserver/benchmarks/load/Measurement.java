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

package io.github.socketserver.benchmarks.load;

import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * What one slice of load has counted so far.
 */
final class Measurement {

	private final Histogram latencies = new Histogram(60_000_000_000L, 3);

	private final long start;

	private final long end;

	private long last;

	private long errors;

	Measurement(long nanos) {
		this(0, nanos);
	}

	/**
	 * Create a measurement that begins later than the load.
	 * @param after nanoseconds until then
	 * @param nanos its duration
	 */
	Measurement(long after, long nanos) {
		this.start = System.nanoTime() + after;
		this.end = this.start + nanos;
		this.last = this.start;
	}

	boolean isOver() {
		return isOver(this.last);
	}

	boolean isOver(long now) {
		return now - this.end >= 0;
	}

	/**
	 * Return the time of the last reply, which stands for the present: the clock is not
	 * free.
	 * @return nanoseconds
	 */
	long lastReply() {
		return this.last;
	}

	void reply(long sentAt, long now) {
		this.latencies.recordValue(Math.min(now - sentAt, this.latencies.getHighestTrackableValue()));
		this.last = now;
	}

	/**
	 * Count a request that has ended, unless it was too early or too late.
	 * @param sentAt when it began
	 * @param now when it ended
	 */
	void end(long sentAt, long now) {
		if (now - this.start >= 0 && !isOver(now)) {
			reply(sentAt, now);
		}
	}

	/**
	 * Let the figures be those of the whole time, whenever the last request has ended.
	 */
	void complete() {
		this.last = this.end;
	}

	void error() {
		this.errors++;
	}

	void errors(long count) {
		this.errors += count;
	}

	/**
	 * Return the figures in the words that the other process understands.
	 * @return {@code requests= errors= nanos= p50= p99= p999=}, latencies in nanoseconds
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "requests=%d errors=%d nanos=%d p50=%d p99=%d p999=%d",
				this.latencies.getTotalCount(), this.errors, Math.max(this.last - this.start, 1),
				this.latencies.getValueAtPercentile(50), this.latencies.getValueAtPercentile(99),
				this.latencies.getValueAtPercentile(99.9));
	}

}
