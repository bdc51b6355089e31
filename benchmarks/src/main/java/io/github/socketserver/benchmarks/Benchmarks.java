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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command: runs everything and writes the report.
 */
public final class Benchmarks {

	private static final int SPARE_DESCRIPTORS = 500;

	private final Settings settings;

	private final Figures figures = new Figures();

	private Benchmarks(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Run.
	 * @param args see README.md
	 * @throws IOException if the report cannot be written
	 */
	public static void main(String[] args) throws IOException {
		long start = System.nanoTime();
		Settings settings = Settings.of(args);
		Benchmarks benchmarks = new Benchmarks(settings.within(descriptors() - SPARE_DESCRIPTORS));
		if (settings.scenarios().size() > benchmarks.settings.scenarios().size()) {
			benchmarks.figures.skip("scenarios with more connections than descriptors",
					"raise 'ulimit -n' from " + descriptors());
		}
		benchmarks.run();
		benchmarks.report((System.nanoTime() - start) / 1_000_000_000);
	}

	private static int descriptors() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/limits"))
			.stream()
			.filter((line) -> line.startsWith("Max open files"))
			.map((line) -> line.split("\\s+")[3])
			.mapToInt((limit) -> limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit))
			.findFirst()
			.orElse(1024);
	}

	private void run() throws IOException {
		Workshop workshop = new Workshop(this.settings);
		Runtime.getRuntime().addShutdownHook(new Thread(workshop::close));
		try (BackgroundProcess generator = workshop.load(this.figures)) {
			LoadClient load = new LoadClient(generator);
			if (this.settings.parts().contains("slices")) {
				slices(workshop, load);
			}
			if (this.settings.parts().contains("memory")) {
				memory(new MemoryTest(this.settings, workshop, load));
			}
			if (this.settings.parts().contains("forking")) {
				new ForkingTest(this.settings, workshop, load, this.figures).measure();
			}
		}
		if (this.settings.parts().contains("startup")) {
			new StartUpTimes(workshop, this.figures).measure(this.settings.starts());
		}
	}

	private void slices(Workshop workshop, LoadClient load) {
		try (Arena arena = new Arena(this.settings, workshop, load, this.figures)) {
			arena.startServers();
			for (int round = 0; round <= this.settings.rounds(); round++) {
				arena.round(round);
			}
		}
	}

	private void memory(MemoryTest test) {
		List<Contestant> contestants = this.settings.contestants()
			.stream()
			.filter(Contestant::holdsIdleConnections)
			.toList();
		for (Contestant contestant : contestants) {
			try {
				Figures.Memory memory = test.measure(contestant);
				this.figures.add(contestant, memory);
				System.out.printf("memory  %-40s %7.2f KB heap %7.2f KB resident%n", contestant.title(),
						memory.heap() / 1024, memory.resident() / 1024);
			}
			catch (IOException ex) {
				this.figures.skip(contestant.title() + ", memory", String.valueOf(ex.getMessage()));
			}
		}
	}

	private void report(long seconds) throws IOException {
		Files.createDirectories(this.settings.results());
		Environment environment = Environment.of(this.settings, seconds);
		Report report = new Report(this.figures, environment);
		Files.writeString(this.settings.results().resolve("report.md"), report.toString());
		Files.writeString(this.settings.results().resolve("slices.json"), new Json(this.figures, environment).text());
		Files.writeString(this.settings.results().resolve("throughput.svg"), new Chart(this.figures).svg());
		System.out.printf("%s%n%d s, report in %s%n", new Aims(this.figures).table(), seconds, this.settings.results());
	}

}
