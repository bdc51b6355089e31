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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets a server start children, one at a time. Each request takes a spare child, so
 * another one takes its place; nothing else happens meanwhile.
 */
final class ChildStartTest {

	private static final int SPARE_CHILDREN = 2;

	private static final int PATIENCE_MILLIS = 60_000;

	private static final int LOOK_MILLIS = 10;

	/** The first one lets the archive be made; the others are for those that go wrong. */
	private static final int MORE_STARTS = 5;

	private final Workshop workshop;

	private final LoadClient load;

	private final Figures figures;

	ChildStartTest(Workshop workshop, LoadClient load, Figures figures) {
		this.workshop = workshop;
		this.load = load;
		this.figures = figures;
	}

	/**
	 * Measure the children of one server.
	 * @param contestant the server
	 * @param archive whether they are to have a class archive
	 * @param starts how many of them
	 * @throws IOException if there are too few
	 */
	void measure(Contestant contestant, boolean archive, int starts) throws IOException {
		try (BackgroundProcess server = this.workshop.start(contestant, "only-echo", archive)) {
			awaitChild(server, SPARE_CHILDREN);
			this.load.open(Scenario.FORKING_REQUESTS.load(this.workshop.firstPort(contestant),
					this.workshop.path(contestant), 1));
			int measured = 0;
			for (int i = 1; measured < starts; i++) {
				if (i > starts + MORE_STARTS) {
					throw new IOException("only %d children were as wanted".formatted(measured));
				}
				ChildStart start = next(contestant, server, SPARE_CHILDREN + i);
				if (start.archive() == archive) {
					this.figures.add(start);
					measured++;
				}
			}
		}
	}

	private ChildStart next(Contestant contestant, BackgroundProcess server, int count) throws IOException {
		Set<ProcessStatus> before = new HashSet<>(server.status().children());
		String measurement = this.load.run(0);
		if (!measurement.contains("errors=0")) {
			throw new IOException("A request failed");
		}
		long nanos = awaitChild(server, count);
		ProcessStatus child = newChild(server, before);
		long micros = child.cpuMicros();
		ClassArchives.awaitMaking(server);
		Pause.millis(1000);
		return new ChildStart(contestant, ClassArchives.uses(child), nanos, micros, child.memory());
	}

	private static ProcessStatus newChild(BackgroundProcess server, Set<ProcessStatus> before) throws IOException {
		for (ProcessStatus child : server.status().children()) {
			if (!before.contains(child) && !ClassArchives.makes(child)) {
				return child;
			}
		}
		throw new IOException("A child has ended at once");
	}

	private static long awaitChild(BackgroundProcess server, int count) throws IOException {
		for (int i = 0; i < PATIENCE_MILLIS / LOOK_MILLIS; i++) {
			List<String> starts = server.logged("CHILD");
			if (starts.size() >= count) {
				return Long.parseLong(starts.get(count - 1));
			}
			Pause.millis(LOOK_MILLIS);
		}
		throw new IOException("No child started");
	}

}
