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

import java.util.HashMap;
import java.util.Map;

/**
 * What one slice of load on one server measured.
 *
 * @param scenario the load
 * @param contestant the server
 * @param round the round
 * @param requests replies that were right
 * @param errors replies that were wrong, late or lost, and connections that failed
 * @param nanos from the first request to the last reply
 * @param serverMicros processor time of the server
 * @param loadMicros processor time of the load generator
 * @param p50 median latency in nanoseconds
 * @param p99 its 99th percentile
 * @param p999 its 99.9th percentile
 */
record Slice(Scenario scenario, Contestant contestant, int round, long requests, long errors, long nanos,
		long serverMicros, long loadMicros, long p50, long p99, long p999) {

	static Slice of(Scenario scenario, Contestant contestant, int round, String measurement, long serverMicros,
			long loadMicros) {
		Map<String, Long> values = new HashMap<>();
		for (String word : measurement.split(" ")) {
			String[] pair = word.split("=");
			values.put(pair[0], Long.valueOf(pair[1]));
		}
		return new Slice(scenario, contestant, round, values.getOrDefault("requests", 0L),
				values.getOrDefault("errors", 0L), values.getOrDefault("nanos", 1L), serverMicros, loadMicros,
				values.getOrDefault("p50", 0L), values.getOrDefault("p99", 0L), values.getOrDefault("p999", 0L));
	}

	double throughput() {
		return this.requests * 1e9 / this.nanos;
	}

	double cpuPerRequest() {
		return (double) this.serverMicros / Math.max(this.requests, 1);
	}

	double loadCpuPerRequest() {
		return (double) this.loadMicros / Math.max(this.requests, 1);
	}

}
