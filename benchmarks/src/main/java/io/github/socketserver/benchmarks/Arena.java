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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All servers, alive at once, and the load that visits them in turn.
 */
final class Arena implements AutoCloseable {

	private static final int WARM_UP_MILLIS = 150;

	private final Map<Contestant, BackgroundProcess> servers = new EnumMap<>(Contestant.class);

	private final Settings settings;

	private final Workshop workshop;

	private final LoadClient load;

	private final Figures figures;

	Arena(Settings settings, Workshop workshop, LoadClient load, Figures figures) {
		this.settings = settings;
		this.workshop = workshop;
		this.load = load;
		this.figures = figures;
	}

	void startServers() {
		for (Contestant contestant : this.settings.contestants()) {
			if (this.settings.scenarios(false).stream().noneMatch(contestant::takesPartIn)) {
				continue;
			}
			try {
				contestant.requireJava(Runtime.version().feature());
				this.servers.put(contestant, this.workshop.start(contestant));
				System.out.printf("started %s%n", contestant.title());
			}
			catch (IOException ex) {
				this.figures.skip(contestant.title(), String.valueOf(ex.getMessage()));
				System.out.printf("skipped %s: %s%n", contestant.title(), String.valueOf(ex.getMessage()));
			}
		}
	}

	/**
	 * Give every server one slice of every scenario. Whoever begins in one round is last
	 * in the next.
	 * @param round the round; 0 only warms up
	 */
	void round(int round) {
		for (Scenario scenario : this.settings.scenarios(false)) {
			List<Contestant> order = new ArrayList<>(
					this.servers.keySet().stream().filter((candidate) -> candidate.takesPartIn(scenario)).toList());
			if (order.isEmpty()) {
				continue;
			}
			Collections.rotate(order, -round);
			for (Contestant contestant : order) {
				try {
					Slice slice = slice(scenario, contestant, round);
					System.out.printf("round %d  %-10s %-40s %9.0f/s  %6.2f us  %d errors%n", round, scenario.id(),
							contestant.title(), slice.throughput(), slice.cpuPerRequest(), slice.errors());
					if (round > 0) {
						this.figures.add(slice);
					}
				}
				catch (IOException ex) {
					this.figures.skip("%s, %s".formatted(contestant.title(), scenario.title()),
							String.valueOf(ex.getMessage()));
					System.out.printf("round %d  %-10s %-40s %s%n", round, scenario.id(), contestant.title(),
							String.valueOf(ex.getMessage()));
				}
			}
		}
	}

	private Slice slice(Scenario scenario, Contestant contestant, int round) throws IOException {
		BackgroundProcess server = this.servers.get(contestant);
		if (server == null) {
			throw new IOException("not running");
		}
		this.load.open(scenario.load(this.workshop.firstPort(contestant), this.workshop.path(contestant),
				scenario.connections()));
		this.load.run(WARM_UP_MILLIS);
		long serverMicros = server.cpuMicros();
		long loadMicros = this.load.cpuMicros();
		String measurement = this.load.run((round > 0) ? this.settings.millis() : 2 * this.settings.millis());
		loadMicros = this.load.cpuMicros() - loadMicros;
		serverMicros = server.cpuMicros() - serverMicros;
		this.load.close();
		Slice slice = Slice.of(scenario, contestant, round, measurement, serverMicros, loadMicros);
		if (slice.requests() == 0) {
			throw new IOException("no reply in round " + round);
		}
		return slice;
	}

	@Override
	public void close() {
		this.servers.values().forEach(BackgroundProcess::close);
	}

}
