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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what idle connections cost: each has had one line echoed. Every server is a
 * new process, since resident memory seldom shrinks.
 */
final class MemoryTest {

	private static final Pattern USED = Pattern.compile("total (\\d+)K, used (\\d+)K");

	private final Settings settings;

	private final Workshop workshop;

	private final LoadClient load;

	MemoryTest(Settings settings, Workshop workshop, LoadClient load) {
		this.settings = settings;
		this.workshop = workshop;
		this.load = load;
	}

	Figures.Memory measure(Contestant contestant) throws IOException {
		contestant.requireJava(Runtime.version().feature());
		int connections = this.settings.idleConnections();
		try (BackgroundProcess server = this.workshop.start(contestant)) {
			open(contestant, 200);
			this.load.run(200);
			this.load.close();
			pause();
			open(contestant, 100);
			pause();
			long heapBefore = heap(contestant, server);
			long residentBefore = server.residentBytes();
			open(contestant, connections + 100);
			pause();
			long resident = server.residentBytes() - residentBefore;
			long heap = heap(contestant, server);
			open(contestant, 100);
			pause();
			// what the start of the application has left goes in one collection or
			// another
			long heapWithout = Math.min(heapBefore, heap(contestant, server));
			this.load.close();
			return new Figures.Memory(connections, (double) (heap - heapWithout) / connections,
					(double) resident / connections);
		}
	}

	private void open(Contestant contestant, int connections) throws IOException {
		this.load.open(Scenario.LINE_64.load(this.workshop.firstPort(contestant), "", connections));
	}

	private long heap(Contestant contestant, BackgroundProcess server) throws IOException {
		if (contestant.kind() == Contestant.Kind.C || contestant.kind() == Contestant.Kind.PYTHON) {
			return 0;
		}
		this.workshop.jcmd(server.pid(), "GC.run");
		this.workshop.jcmd(server.pid(), "GC.run");
		long used = 0;
		// the two generations; what follows is not heap
		String heap = this.workshop.jcmd(server.pid(), "GC.heap_info").split("Metaspace")[0];
		for (Matcher matcher = USED.matcher(heap); matcher.find();) {
			used += Long.parseLong(matcher.group(2)) * 1024;
		}
		return used;
	}

	private static void pause() throws IOException {
		Pause.millis(1000);
	}

}
