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

package io.github.socketserver.forking;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketserver.forking.ChildLimits.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChildLimits}.
 */
class ChildLimitsTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			STARTING,  4,   0, LEAVE
			STARTING,  6,   0, TIME_OUT
			ACTIVE,    4,   9, LEAVE
			ACTIVE,    6,   0, TIME_OUT
			SPARE,     59,  9, LEAVE
			SPARE,     61,  2, LEAVE
			SPARE,     61,  3, RETIRE
			RETURNING, 9,   9, LEAVE
			RETURNING, 11,  0, KILL
			ENDING,    9,   9, LEAVE
			ENDING,    11,  0, KILL
			ARCHIVING, 59,  9, LEAVE
			ARCHIVING, 61,  0, KILL
			""")
	void childMayDoSoForSoLong(ChildState state, long seconds, int spares, Verdict verdict) {
		ForkingOptions options = ForkingOptions.builder().spareChildren(2).childTimeout(Duration.ofSeconds(5)).build();
		assertThat(new ChildLimits(options).judge(state, Duration.ofSeconds(seconds).toNanos(), spares))
			.isEqualTo(verdict);
	}

	@ParameterizedTest
	@CsvSource({ "STARTING", "ACTIVE" })
	void withoutATimeoutChildMayDoSoForEver(ChildState state) {
		ForkingOptions options = ForkingOptions.builder().childTimeout(Duration.ZERO).build();
		assertThat(new ChildLimits(options).judge(state, Long.MAX_VALUE, 0)).isEqualTo(Verdict.LEAVE);
	}

}
