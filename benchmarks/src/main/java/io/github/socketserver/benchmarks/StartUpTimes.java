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

/**
 * Starts the applications in turn.
 */
final class StartUpTimes {

	private final Workshop workshop;

	private final Figures figures;

	StartUpTimes(Workshop workshop, Figures figures) {
		this.workshop = workshop;
		this.figures = figures;
	}

	/**
	 * Measure until the application is ready, which is when its servers have been bound.
	 * One start of each comes before, to fill the kernel's cache of files.
	 * @param starts how many starts of each application
	 */
	void measure(int starts) {
		for (int i = -1; i < starts; i++) {
			for (StartUp startUp : StartUp.values()) {
				try {
					double millis = millis(startUp);
					if (i >= 0) {
						this.figures.add(startUp, millis);
					}
				}
				catch (IOException ex) {
					this.figures.skip("start-up " + startUp.title(), String.valueOf(ex.getMessage()));
				}
			}
		}
	}

	/**
	 * Start an application.
	 * @param startUp which
	 * @return what Boot says it took, in milliseconds
	 * @throws IOException if it does not start
	 */
	private double millis(StartUp startUp) throws IOException {
		try (BackgroundProcess process = this.workshop.application(startUp.type(), startUp::sees)) {
			return Long.parseLong(process.await("READY")) / 1e6;
		}
	}

}
