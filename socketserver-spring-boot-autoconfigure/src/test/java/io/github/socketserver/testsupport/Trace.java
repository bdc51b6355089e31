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

package io.github.socketserver.testsupport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happened, in its order.
 */
public final class Trace {

	private final List<String> events = new CopyOnWriteArrayList<>();

	public void add(String event) {
		this.events.add(event);
	}

	public List<String> events() {
		return this.events;
	}

	/**
	 * Return how often something has happened.
	 * @param event what
	 * @return a number
	 */
	public long count(String event) {
		return this.events.stream().filter(event::equals).count();
	}

	/**
	 * Wait until something has happened so often.
	 * @param event what
	 * @param count how often at least
	 */
	public void await(String event, int count) {
		Awaitility.await(event)
			.atMost(Duration.ofSeconds(20))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.dontCatchUncaughtExceptions()
			.untilAsserted(() -> assertThat(count(event)).isGreaterThanOrEqualTo(count));
	}

	public void await(String event) {
		await(event, 1);
	}

	/**
	 * Note each overridable method of a server that is called, and call it.
	 * @return its body
	 */
	public Around around() {
		return around(Around.nothing());
	}

	/**
	 * Note each overridable method of a server that is called.
	 * @param around its body
	 * @return the body
	 */
	public Around around(Around around) {
		return (hook, request, original) -> {
			add(hook);
			return around.call(hook, request, original);
		};
	}

}
