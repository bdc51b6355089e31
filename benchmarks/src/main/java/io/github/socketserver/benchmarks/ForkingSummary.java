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

package io.github.socketserver.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What children cost, in few figures. The documentation quotes them.
 */
final class ForkingSummary {

	private static final double MEGABYTE = 1024 * 1024;

	private static final double MEGABYTES_PER_MESSAGE = 16 * 1024 / 1e6;

	private final Figures figures;

	ForkingSummary(Figures figures) {
		this.figures = figures;
	}

	String text() {
		return """
				| | `child.context: none` | `application` |
				| --- | ---: | ---: |
				| requests/s, 1 per child | %s | %s |
				| requests/s, 100 per child | %s | %s |
				| requests/s, 1,000 per child | %s | %s |
				| start of a child, ms | %s | %s |
				| its processor time, ms | %s | %s |
				| the same without an archive of classes, ms | %s | %s |
				| memory of a child that waits (PSS), MiB | %s | %s |

				Beside them, requests/s: %s with threads, %s with Python's `ForkingTCPServer`. The median round trip of a \
				line takes %s us through a child, %s us without. A stream has %s MB/s through a child, %s MB/s without.
				"""
			.formatted(throughput(Contestant.OURS_FORKING_NONE_1), throughput(Contestant.OURS_FORKING_APPLICATION_1),
					throughput(Contestant.OURS_FORKING_NONE_100), throughput(Contestant.OURS_FORKING_APPLICATION_100),
					throughput(Contestant.OURS_FORKING_NONE_1000), throughput(Contestant.OURS_FORKING_APPLICATION_1000),
					start(Contestant.OURS_FORKING_NONE_1, true, ForkingSummary::millis),
					start(Contestant.OURS_FORKING_APPLICATION_1, true, ForkingSummary::millis),
					start(Contestant.OURS_FORKING_NONE_1, true, ForkingSummary::cpu),
					start(Contestant.OURS_FORKING_APPLICATION_1, true, ForkingSummary::cpu),
					start(Contestant.OURS_FORKING_NONE_1, false, ForkingSummary::cpu),
					start(Contestant.OURS_FORKING_APPLICATION_1, false, ForkingSummary::cpu),
					start(Contestant.OURS_FORKING_NONE_1, true, ForkingSummary::memory),
					start(Contestant.OURS_FORKING_APPLICATION_1, true, ForkingSummary::memory),
					throughput(Contestant.OURS_PLATFORM), throughput(Contestant.PYTHON_FORKING),
					latency(Contestant.OURS_FORKING_NONE_1), latency(Contestant.OURS_PLATFORM),
					stream(Contestant.OURS_FORKING_NONE_1), stream(Contestant.OURS_PLATFORM));
	}

	private static double millis(ChildStart start) {
		return start.wallNanos() / 1e6;
	}

	private static double cpu(ChildStart start) {
		return start.cpuMicros() / 1e3;
	}

	private static double memory(ChildStart start) {
		return start.memory().proportional() / MEGABYTE;
	}

	private String start(Contestant contestant, boolean archive, ToDoubleFunction<ChildStart> figure) {
		return text("%,.0f", this.figures.median(contestant, archive, figure));
	}

	private String throughput(Contestant contestant) {
		return slice(Scenario.FORKING_REQUESTS, contestant, Slice::throughput);
	}

	private String latency(Contestant contestant) {
		return slice(Scenario.FORKING_LATENCY, contestant, (slice) -> slice.p50() / 1e3);
	}

	private String stream(Contestant contestant) {
		return slice(Scenario.FORKING_STREAM, contestant, (slice) -> slice.throughput() * MEGABYTES_PER_MESSAGE);
	}

	private String slice(Scenario scenario, Contestant contestant, ToDoubleFunction<Slice> figure) {
		OptionalDouble median = this.figures.median(scenario, contestant, figure);
		return text((median.orElse(0) < 100) ? "%.1f" : "%,.0f", median);
	}

	private static String text(String format, OptionalDouble value) {
		return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "?";
	}

}
