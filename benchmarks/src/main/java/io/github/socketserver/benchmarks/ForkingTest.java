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
import java.util.List;

/**
 * Measures servers that have child processes, beside those of ours and Python's that need
 * to be compared. One server is alive at a time, since children that wait take memory;
 * the servers come in turn.
 */
final class ForkingTest {

	private static final int STEP_MILLIS = 500;

	private static final int WARM_UP_STEPS = 10;

	private static final int PATIENCE_STEPS = 40;

	/**
	 * The load goes on between warm-up and measurement: there are no spare children then.
	 */
	private static final int SETTLE_MILLIS = 3000;

	private final Settings settings;

	private final Workshop workshop;

	private final LoadClient load;

	private final Figures figures;

	ForkingTest(Settings settings, Workshop workshop, LoadClient load, Figures figures) {
		this.settings = settings;
		this.workshop = workshop;
		this.load = load;
		this.figures = figures;
	}

	void measure() {
		// a slice is long, and each has a warm-up of its own
		int rounds = (this.settings.rounds() + 1) / 2;
		for (int round = 1; round <= rounds; round++) {
			for (Scenario scenario : this.settings.scenarios(true)) {
				round(scenario, round);
			}
		}
		for (boolean archive : new boolean[] { false, true }) {
			children(Contestant.OURS_FORKING_NONE_1, archive);
			children(Contestant.OURS_FORKING_APPLICATION_1, archive);
		}
	}

	private void round(Scenario scenario, int round) {
		List<Contestant> order = new ArrayList<>(
				this.settings.contestants().stream().filter((contestant) -> contestant.takesPartIn(scenario)).toList());
		Collections.rotate(order, 1 - round);
		for (Contestant contestant : order) {
			try {
				Slice slice = slice(scenario, contestant, round);
				this.figures.add(slice);
				System.out.printf("round %d  %-16s %-50s %9.1f/s  %8.1f us  %d errors%n", round, scenario.id(),
						contestant.title(), slice.throughput(), slice.cpuPerRequest(), slice.errors());
			}
			catch (IOException ex) {
				this.figures.skip("%s, %s".formatted(contestant.title(), scenario.title()),
						String.valueOf(ex.getMessage()));
				System.out.printf("round %d  %-16s %-50s %s%n", round, scenario.id(), contestant.title(),
						String.valueOf(ex.getMessage()));
			}
		}
	}

	private Slice slice(Scenario scenario, Contestant contestant, int round) throws IOException {
		String profile = (scenario == Scenario.FORKING_STREAM) ? "only-copy" : "only-echo";
		try (BackgroundProcess server = this.workshop.start(contestant, profile, true)) {
			this.load.open(scenario.load(this.workshop.firstPort(contestant), this.workshop.path(contestant),
					scenario.connections()));
			boolean requests = (scenario == Scenario.FORKING_REQUESTS);
			warmUp(contestant, server, requests && contestant.isForking());
			int settle = requests ? SETTLE_MILLIS : 0;
			int millis = this.settings.millis() * length(scenario, contestant);
			this.load.begin(settle, millis);
			long serverMicros;
			long loadMicros;
			try {
				Pause.millis(settle);
				long serverBefore = server.status().cpuMicrosWithChildren();
				long loadBefore = this.load.cpuMicros();
				Pause.millis(millis);
				serverMicros = server.status().cpuMicrosWithChildren() - serverBefore;
				loadMicros = this.load.cpuMicros() - loadBefore;
			}
			catch (IOException ex) {
				this.load.end();
				throw ex;
			}
			Slice slice = Slice.of(scenario, contestant, round, this.load.end(), serverMicros, loadMicros);
			this.load.close();
			if (slice.errors() > 0) {
				System.out.printf("%s has printed last: %s%n", contestant.title(), server.lastLine());
			}
			if (slice.requests() == 0) {
				throw new IOException("no reply in round " + round);
			}
			return slice;
		}
	}

	// where children are replaced, a slice has to see many of them
	private int length(Scenario scenario, Contestant contestant) {
		boolean replaces = (scenario == Scenario.FORKING_REQUESTS) && contestant.isForking();
		return (replaces && !this.settings.quick()) ? 20 : 5;
	}

	// for the compiler of the JVM, and for the archive of the children's classes
	private void warmUp(Contestant contestant, BackgroundProcess server, boolean archive) throws IOException {
		boolean archived = !archive;
		int steps = 0;
		while (steps < WARM_UP_STEPS || (!archived && steps < PATIENCE_STEPS)) {
			this.load.run(STEP_MILLIS);
			steps++;
			if (!archived) {
				ClassArchives.awaitMaking(server);
				archived = ClassArchives.isUsedBy(server);
			}
		}
		if (!archived) {
			this.figures.skip(contestant.title() + ", archive of classes",
					"no child had one, so the figures are without");
		}
	}

	private void children(Contestant contestant, boolean archive) {
		if (!this.settings.contestants().contains(contestant)) {
			return;
		}
		try {
			new ChildStartTest(this.workshop, this.load, this.figures).measure(contestant, archive,
					this.settings.starts());
		}
		catch (IOException ex) {
			this.figures.skip(
					"%s, start of children %s archive".formatted(contestant.title(), archive ? "with" : "without"),
					String.valueOf(ex.getMessage()));
		}
	}

}
