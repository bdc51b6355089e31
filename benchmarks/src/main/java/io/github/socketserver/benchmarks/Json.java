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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All slices and the other figures, in JSON.
 */
final class Json {

	private final Figures figures;

	private final Environment environment;

	Json(Figures figures, Environment environment) {
		this.figures = figures;
		this.environment = environment;
	}

	String text() {
		return """
				{
				"environment": %s,
				"skipped": %s,
				"slices": %s,
				"memory": %s,
				"startUp": %s,
				"children": %s
				}
				""".formatted(object(this.environment.facts()), object(this.figures.skipped()), slices(), memory(),
				starts(), children());
	}

	private String slices() {
		return array(this.figures.slices()
			.stream()
			.map((slice) -> String.format(Locale.ROOT,
					"{\"scenario\": \"%s\", \"server\": \"%s\", \"round\": %d, \"requests\": %d, \"errors\": %d, "
							+ "\"nanos\": %d, \"serverCpuMicros\": %d, \"loadCpuMicros\": %d, \"p50Nanos\": %d, "
							+ "\"p99Nanos\": %d, \"p999Nanos\": %d}",
					slice.scenario().id(), slice.contestant().id(), slice.round(), slice.requests(), slice.errors(),
					slice.nanos(), slice.serverMicros(), slice.loadMicros(), slice.p50(), slice.p99(), slice.p999()))
			.toList());
	}

	private String memory() {
		return array(this.figures.memory()
			.entrySet()
			.stream()
			.map((entry) -> String.format(Locale.ROOT,
					"{\"server\": \"%s\", \"connections\": %d, \"heapBytesEach\": %.0f, \"residentBytesEach\": %.0f}",
					entry.getKey().id(), entry.getValue().connections(), entry.getValue().heap(),
					entry.getValue().resident()))
			.toList());
	}

	private String starts() {
		return array(this.figures.starts()
			.entrySet()
			.stream()
			.map((entry) -> "{\"application\": %s, \"millis\": %s}".formatted(string(entry.getKey().title()),
					entry.getValue()))
			.toList());
	}

	private String children() {
		return array(this.figures.childStarts()
			.stream()
			.map((start) -> String.format(Locale.ROOT,
					"{\"server\": \"%s\", \"classArchive\": %b, \"nanos\": %d, \"cpuMicros\": %d, \"pssBytes\": %d, "
							+ "\"rssBytes\": %d, \"privateBytes\": %d}",
					start.contestant().id(), start.archive(), start.wallNanos(), start.cpuMicros(),
					start.memory().proportional(), start.memory().resident(), start.memory().own()))
			.toList());
	}

	private static String array(List<String> elements) {
		return elements.stream().collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
	}

	private static String object(Map<String, String> members) {
		return members.entrySet()
			.stream()
			.map((member) -> string(member.getKey()) + ": " + string(member.getValue()))
			.collect(Collectors.joining(",\n  ", "{\n  ", "\n}"));
	}

	private static String string(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		text.chars().forEach((character) -> {
			if (character < ' ') {
				quoted.append("\\u%04x".formatted(character));
			}
			else {
				quoted.append((character == '"' || character == '\\') ? "\\" : "").append((char) character);
			}
		});
		return quoted.append('"').toString();
	}

}
