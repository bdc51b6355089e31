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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The options of a run, given as {@code --name value}.
 *
 * @param scenarios what to measure
 * @param contestants whom to measure
 * @param parts which of {@code slices}, {@code memory}, {@code startup} and
 * {@code forking} to do
 * @param rounds slices of each scenario and server, the one that warms up not counted
 * @param millis duration of a slice
 * @param idleConnections connections that are held to measure memory
 * @param starts starts of each application
 * @param quick whether the figures mean nothing
 * @param java the command that runs servers and load
 * @param module the folder of this module
 * @param results the folder for the report
 */
record Settings(List<Scenario> scenarios, List<Contestant> contestants, List<String> parts, int rounds, int millis,
		int idleConnections, int starts, boolean quick, String java, Path module, Path results) {

	private static final List<String> OPTIONS = List.of("scenarios", "servers", "parts", "rounds", "millis",
			"connections", "starts", "java", "module", "results");

	private static final List<String> PARTS = List.of("slices", "memory", "startup", "forking");

	static Settings of(String[] args) {
		List<String> words = new ArrayList<>(Arrays.asList(args));
		boolean quick = words.remove("--quick");
		Map<String, String> options = new LinkedHashMap<>();
		for (int i = 0; i < words.size(); i += 2) {
			String name = words.get(i).replaceFirst("^--", "");
			if (!OPTIONS.contains(name) || i + 1 == words.size()) {
				throw new IllegalArgumentException("Unknown option, or one without a value: " + words.get(i));
			}
			options.put(name, words.get(i + 1));
		}
		Path module = Path.of(options.getOrDefault("module", ".")).toAbsolutePath();
		return new Settings(choose(options.get("scenarios"), Arrays.asList(Scenario.values()), Scenario::id),
				choose(options.get("servers"), Arrays.asList(Contestant.values()), Contestant::id),
				choose(options.get("parts"), PARTS, (part) -> part), number(options, "rounds", quick ? 1 : 5),
				number(options, "millis", 1000), number(options, "connections", quick ? 500 : 5000),
				number(options, "starts", quick ? 1 : 7), quick, options.getOrDefault("java", "java"), module,
				Path.of(options.getOrDefault("results", module.resolve("results").toString())));
	}

	/**
	 * Leave out what needs too many connections.
	 * @param connections how many there can be
	 * @return the settings without those scenarios
	 */
	Settings within(int connections) {
		List<Scenario> possible = this.scenarios.stream()
			.filter((scenario) -> scenario.connections() <= connections)
			.toList();
		return new Settings(possible, this.contestants, this.parts, this.rounds, this.millis,
				Math.min(this.idleConnections, connections - 200), this.starts, this.quick, this.java, this.module,
				this.results);
	}

	/**
	 * Return what to measure in one part of the run.
	 * @param forking whether it is the part about children
	 * @return the scenarios
	 */
	List<Scenario> scenarios(boolean forking) {
		return this.scenarios.stream().filter((scenario) -> scenario.isForking() == forking).toList();
	}

	private static int number(Map<String, String> options, String name, int defaultValue) {
		return Integer.parseInt(options.getOrDefault(name, Integer.toString(defaultValue)));
	}

	private static <T> List<T> choose(@Nullable String ids, List<T> all, Function<T, String> id) {
		if (ids == null) {
			return all;
		}
		List<T> chosen = new ArrayList<>();
		for (String wanted : ids.split(",")) {
			chosen.add(all.stream()
				.filter((candidate) -> id.apply(candidate).equals(wanted))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						"'%s' is none of %s".formatted(wanted, all.stream().map(id).toList()))));
		}
		return chosen;
	}

}
