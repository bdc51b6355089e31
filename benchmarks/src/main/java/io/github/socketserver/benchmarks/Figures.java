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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * All that a run has measured, and what was skipped.
 */
final class Figures {

	private final List<Slice> slices = new ArrayList<>();

	private final Map<Contestant, Memory> memory = new EnumMap<>(Contestant.class);

	private final Map<StartUp, List<Double>> starts = new EnumMap<>(StartUp.class);

	private final List<ChildStart> childStarts = new ArrayList<>();

	private final Map<String, String> skipped = new TreeMap<>();

	void add(Slice slice) {
		this.slices.add(slice);
	}

	void add(Contestant contestant, Memory memory) {
		this.memory.put(contestant, memory);
	}

	void add(StartUp startUp, double millis) {
		this.starts.computeIfAbsent(startUp, (key) -> new ArrayList<>()).add(millis);
	}

	void add(ChildStart start) {
		this.childStarts.add(start);
	}

	void skip(String what, String why) {
		this.skipped.putIfAbsent(what, why);
	}

	List<Slice> slices() {
		return this.slices;
	}

	Map<Contestant, Memory> memory() {
		return this.memory;
	}

	Map<StartUp, List<Double>> starts() {
		return this.starts;
	}

	List<ChildStart> childStarts() {
		return this.childStarts;
	}

	Map<String, String> skipped() {
		return this.skipped;
	}

	List<Slice> slices(Scenario scenario, Contestant contestant) {
		return this.slices.stream()
			.filter((slice) -> slice.scenario() == scenario && slice.contestant() == contestant)
			.toList();
	}

	OptionalDouble median(Scenario scenario, Contestant contestant, ToDoubleFunction<Slice> figure) {
		return median(slices(scenario, contestant).stream().mapToDouble(figure).toArray());
	}

	OptionalDouble medianStart(StartUp startUp) {
		return median(this.starts.getOrDefault(startUp, List.of()).stream().mapToDouble(Double::doubleValue).toArray());
	}

	OptionalDouble median(Contestant contestant, boolean archive, ToDoubleFunction<ChildStart> figure) {
		return median(this.childStarts.stream()
			.filter((start) -> start.contestant() == contestant && start.archive() == archive)
			.mapToDouble(figure)
			.toArray());
	}

	/**
	 * Compare two servers round by round, since the machine's other work changes between
	 * rounds.
	 * @param scenario the load
	 * @param one the server above the line
	 * @param other the server below the line
	 * @param figure what to compare
	 * @return the median of the ratios
	 */
	OptionalDouble ratio(Scenario scenario, Contestant one, Contestant other, ToDoubleFunction<Slice> figure) {
		List<Slice> others = slices(scenario, other);
		return median(slices(scenario, one).stream()
			.flatMapToDouble((slice) -> others.stream()
				.filter((candidate) -> candidate.round() == slice.round())
				.mapToDouble((candidate) -> figure.applyAsDouble(slice) / figure.applyAsDouble(candidate)))
			.filter(Double::isFinite)
			.toArray());
	}

	private static OptionalDouble median(double[] values) {
		if (values.length == 0) {
			return OptionalDouble.empty();
		}
		Arrays.sort(values);
		int middle = values.length / 2;
		return OptionalDouble.of((values.length % 2 == 1) ? values[middle] : (values[middle - 1] + values[middle]) / 2);
	}

	/**
	 * Memory of a server that holds idle connections.
	 *
	 * @param connections how many
	 * @param heap bytes of heap for each, after a collection
	 * @param resident bytes of resident memory for each
	 */
	record Memory(int connections, double heap, double resident) {
	}

}
