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

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The report, in Markdown.
 */
final class Report {

	private final Figures figures;

	private final Environment environment;

	private final StringBuilder text = new StringBuilder();

	Report(Figures figures, Environment environment) {
		this.figures = figures;
		this.environment = environment;
	}

	@Override
	public String toString() {
		this.text.setLength(0);
		add("# Benchmark results%n%n");
		if (this.environment.quick()) {
			add("**A quick run: it shows that everything works. Its figures mean nothing.**%n%n");
		}
		this.environment.facts().forEach((name, value) -> add("- %s: %s%n", name, value));
		add("%nWhat each server does is in [README.md](../README.md). Figures are medians over the rounds; `spread` is ");
		add("from the lowest to the highest round, relative to the median. Ratios are taken round by round. `CPU` is ");
		add("the processor time of the server's process per request; `load` is that of the load generator. Where ");
		add("`load` is larger than `CPU` the load generator limits the throughput, and `CPU` tells the servers apart.%n");
		add("%n## Aims%n%n%s", new Aims(this.figures).table());
		for (Scenario scenario : Scenario.values()) {
			if (!scenario.isForking()) {
				scenario(scenario);
			}
		}
		memory();
		starts();
		this.text.append(new ForkingReport(this.figures).text());
		if (!this.figures.skipped().isEmpty()) {
			add("%n## Skipped%n%n");
			this.figures.skipped().forEach((what, why) -> add("- %s: %s%n", what, why));
		}
		return this.text.toString();
	}

	private void scenario(Scenario scenario) {
		if (this.figures.slices().stream().noneMatch((slice) -> slice.scenario() == scenario)) {
			return;
		}
		add("%n## %s%n%n", scenario.title());
		add("| server | requests/s | spread | x C | x Netty epoll | CPU (us) | CPU x C | load (us) | p50 (us) | p99 (us) ");
		add("| p99.9 (us) | errors |%n| --- |%s%n", " ---: |".repeat(11));
		for (Contestant contestant : Contestant.values()) {
			List<Slice> slices = this.figures.slices(scenario, contestant);
			if (!slices.isEmpty()) {
				add("| %s | %s | %.0f %% | %s | %s | %s | %s | %s | %s | %s | %s | %d |%n", contestant.title(),
						median(scenario, contestant, Slice::throughput, "%,.0f"), spread(slices),
						ratio(scenario, contestant, Contestant.C, Slice::throughput),
						ratio(scenario, contestant, Contestant.NETTY_EPOLL, Slice::throughput),
						median(scenario, contestant, Slice::cpuPerRequest, "%.2f"),
						ratio(scenario, contestant, Contestant.C, Slice::cpuPerRequest),
						median(scenario, contestant, Slice::loadCpuPerRequest, "%.2f"),
						median(scenario, contestant, (slice) -> slice.p50() / 1e3, "%,.0f"),
						median(scenario, contestant, (slice) -> slice.p99() / 1e3, "%,.0f"),
						median(scenario, contestant, (slice) -> slice.p999() / 1e3, "%,.0f"),
						slices.stream().mapToLong(Slice::errors).sum());
			}
		}
	}

	private String median(Scenario scenario, Contestant contestant, ToDoubleFunction<Slice> figure, String format) {
		return format(format, this.figures.median(scenario, contestant, figure));
	}

	private String ratio(Scenario scenario, Contestant one, Contestant other, ToDoubleFunction<Slice> figure) {
		return format("%.2f", this.figures.ratio(scenario, one, other, figure));
	}

	private static String format(String format, OptionalDouble value) {
		return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
	}

	private double spread(List<Slice> slices) {
		DoubleSummaryStatistics statistics = slices.stream().mapToDouble(Slice::throughput).summaryStatistics();
		double middle = this.figures.median(slices.get(0).scenario(), slices.get(0).contestant(), Slice::throughput)
			.orElse(1);
		return 100 * (statistics.getMax() - statistics.getMin()) / middle;
	}

	private void memory() {
		Map<Contestant, Figures.Memory> memory = this.figures.memory();
		if (memory.isEmpty()) {
			return;
		}
		add("%n## Memory per idle connection%n%n");
		add("%,d connections, each of which has had one reply; heap after a collection.%n%n",
				memory.values().iterator().next().connections());
		add("| server | heap (KB) | resident (KB) |%n| --- | ---: | ---: |%n");
		memory
			.forEach(
					(contestant, figure) -> add("| %s | %s | %.2f |%n", contestant.title(),
							(contestant.kind() == Contestant.Kind.C) ? ""
									: String.format(Locale.ROOT, "%.2f", figure.heap() / 1024),
							figure.resident() / 1024));
	}

	private void starts() {
		if (this.figures.starts().isEmpty()) {
			return;
		}
		add("%n## Start-up%n%nFrom `main` to the `ApplicationReadyEvent`, when servers have been bound.%n%n");
		add("| application | median (ms) | starts (ms) |%n| --- | ---: | --- |%n");
		this.figures.starts().forEach((startUp, starts) -> {
			List<String> all = starts.stream().sorted().map((millis) -> "%.0f".formatted(millis)).toList();
			add("| %s | %s | %s |%n", startUp.title(), format("%.0f", this.figures.medianStart(startUp)),
					String.join(", ", all));
		});
	}

	private void add(String format, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, format, arguments));
	}

}
