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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Throughput of the streams as bars, in SVG. Readable on a light and on a dark page.
 */
final class Chart {

	private static final List<Scenario> PANELS = List.of(Scenario.LINE_64, Scenario.PIPELINED, Scenario.CONNECT,
			Scenario.DATAGRAMS);

	private static final int WIDTH = 760;

	private static final int LABEL = 250;

	private static final int BAR = 18;

	private static final int TITLE = 40;

	private static final String HEAD = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
			aria-label="Requests per second of each server">
			<style>
			text { font: 12px system-ui, sans-serif; fill: #1f2328; }
			.title { font-weight: 600; font-size: 14px; }
			.ours { fill: #2f7d32; }
			.other { fill: #8c959f; }
			@media (prefers-color-scheme: dark) {
			text { fill: #e6edf3; }
			.ours { fill: #57ab5a; }
			.other { fill: #6e7681; }
			}
			</style>
			""";

	private final Figures figures;

	private final StringBuilder body = new StringBuilder();

	private int y;

	Chart(Figures figures) {
		this.figures = figures;
	}

	String svg() {
		this.body.setLength(0);
		this.y = 0;
		PANELS.forEach(this::panel);
		return String.format(Locale.ROOT, HEAD, WIDTH, this.y + BAR) + this.body + "</svg>\n";
	}

	private void panel(Scenario scenario) {
		List<Contestant> contestants = Arrays.stream(Contestant.values())
			.filter((contestant) -> throughput(scenario, contestant) > 0)
			.sorted((one, other) -> Double.compare(throughput(scenario, other), throughput(scenario, one)))
			.toList();
		if (contestants.isEmpty()) {
			return;
		}
		this.y += TITLE;
		text("title", 0, this.y - BAR / 2, "start", scenario.title() + ", requests/s");
		double most = throughput(scenario, contestants.get(0));
		for (Contestant contestant : contestants) {
			double throughput = throughput(scenario, contestant);
			double length = Math.max(1, (WIDTH - LABEL - 80) * throughput / most);
			text("label", LABEL - 8, this.y + BAR - 5, "end", contestant.title());
			this.body.append(String.format(Locale.ROOT,
					"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
					contestant.isOurs() ? "ours" : "other", LABEL, this.y + 2, length, BAR - 4));
			text("value", (int) (LABEL + length + 6), this.y + BAR - 5, "start",
					String.format(Locale.ROOT, "%,.0f", throughput));
			this.y += BAR;
		}
	}

	private double throughput(Scenario scenario, Contestant contestant) {
		return this.figures.median(scenario, contestant, Slice::throughput).orElse(0);
	}

	private void text(String type, int x, int baseline, String anchor, String text) {
		this.body.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(type, x,
				baseline, anchor, text));
	}

}
