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

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The part of the report about servers with child processes.
 */
final class ForkingReport {

	private static final double MEGABYTE = 1024 * 1024;

	private final Figures figures;

	private final StringBuilder text = new StringBuilder();

	ForkingReport(Figures figures) {
		this.figures = figures;
	}

	String text() {
		this.text.setLength(0);
		boolean slices = this.figures.slices().stream().anyMatch((slice) -> slice.scenario().isForking());
		if (slices || !this.figures.childStarts().isEmpty()) {
			add("%n## A process per request%n%n%s", new ForkingSummary(this.figures).text());
			add("%nOne server is alive at a time, and starts anew for each slice. Those of ours run from jars. `CPU` is ");
			add("the processor time of the server and its children, per request.%n");
			slices(Scenario.FORKING_REQUESTS);
			slices(Scenario.FORKING_LATENCY);
			slices(Scenario.FORKING_STREAM);
			children();
		}
		return this.text.toString();
	}

	private void slices(Scenario scenario) {
		if (this.figures.slices().stream().noneMatch((slice) -> slice.scenario() == scenario)) {
			return;
		}
		add("%n### %s%n%n", scenario.title());
		add("| server | requests/s | slices | x threading | CPU (us) | p50 (us) | p99 (us) | errors |%n");
		add("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |%n");
		for (Contestant contestant : Contestant.values()) {
			List<Slice> slices = this.figures.slices(scenario, contestant);
			if (!slices.isEmpty()) {
				add("| %s | %s | %s | %s | %s | %s | %s | %d |%n", contestant.title(),
						median(scenario, contestant, Slice::throughput, "%,.1f"), all(slices),
						format("%.5f",
								this.figures.ratio(scenario, contestant, Contestant.OURS_PLATFORM, Slice::throughput)),
						median(scenario, contestant, Slice::cpuPerRequest, "%,.0f"),
						median(scenario, contestant, (slice) -> slice.p50() / 1e3, "%,.1f"),
						median(scenario, contestant, (slice) -> slice.p99() / 1e3, "%,.1f"),
						slices.stream().mapToLong(Slice::errors).sum());
			}
		}
	}

	private static String all(List<Slice> slices) {
		return String.join("; ",
				slices.stream()
					.mapToDouble(Slice::throughput)
					.sorted()
					.mapToObj((throughput) -> String.format(Locale.ROOT, "%,.1f", throughput))
					.toList());
	}

	private void children() {
		if (this.figures.childStarts().isEmpty()) {
			return;
		}
		add("%n### Children%n%nUntil a child is ready for its first request, started alone, and its memory a second ");
		add("later, beside another one that waits: PSS counts shared pages in part, RSS in full, private not at all.%n%n");
		add("| `child.context` | archive of classes | starts | ready after (ms) | CPU (ms) | PSS (MiB) | RSS (MiB) ");
		add("| private (MiB) |%n| --- | --- |%s%n", " ---: |".repeat(6));
		for (boolean archive : new boolean[] { false, true }) {
			children(Contestant.OURS_FORKING_NONE_1, "none", archive);
			children(Contestant.OURS_FORKING_APPLICATION_1, "application", archive);
		}
	}

	private void children(Contestant contestant, String context, boolean archive) {
		long starts = this.figures.childStarts()
			.stream()
			.filter((start) -> start.contestant() == contestant && start.archive() == archive)
			.count();
		if (starts > 0) {
			add("| `%s` | %s | %d | %s | %s | %s | %s | %s |%n", context, archive ? "yes" : "no", starts,
					start(contestant, archive, (start) -> start.wallNanos() / 1e6, "%,.0f"),
					start(contestant, archive, (start) -> start.cpuMicros() / 1e3, "%,.0f"),
					start(contestant, archive, (start) -> start.memory().proportional() / MEGABYTE, "%.1f"),
					start(contestant, archive, (start) -> start.memory().resident() / MEGABYTE, "%.1f"),
					start(contestant, archive, (start) -> start.memory().own() / MEGABYTE, "%.1f"));
		}
	}

	private String start(Contestant contestant, boolean archive, ToDoubleFunction<ChildStart> figure, String format) {
		return format(format, this.figures.median(contestant, archive, figure));
	}

	private String median(Scenario scenario, Contestant contestant, ToDoubleFunction<Slice> figure, String format) {
		return format(format, this.figures.median(scenario, contestant, figure));
	}

	private static String format(String format, OptionalDouble value) {
		return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
	}

	private void add(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments));
	}

}
