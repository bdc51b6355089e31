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

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Something that the project wants to reach, beside what was measured.
 *
 * @param text what is wanted
 * @param figure what was measured
 * @param atLeast whether more is better
 * @param limit what is just good enough
 * @param unit the unit of both
 */
record Aim(String text, OptionalDouble figure, boolean atLeast, double limit, String unit) {

	static Aim atLeast(String text, OptionalDouble figure, double limit) {
		return atLeast(text, figure, limit, "x");
	}

	static Aim atLeast(String text, OptionalDouble figure, double limit, String unit) {
		return new Aim(text, figure, true, limit, unit);
	}

	static Aim atMost(String text, OptionalDouble figure, double limit, String unit) {
		return new Aim(text, figure, false, limit, unit);
	}

	boolean isMeasured() {
		return this.figure.isPresent();
	}

	String row() {
		String wanted = String.format(Locale.ROOT, "%s %.2f %s", this.atLeast ? "at least" : "at most", this.limit,
				this.unit);
		double value = this.figure.orElseThrow();
		boolean met = this.atLeast ? value >= this.limit : value <= this.limit;
		return String.format(Locale.ROOT, "| %s | %s | %.2f %s | %s |%n", this.text, wanted, value, this.unit,
				met ? "met" : "missed");
	}

}
