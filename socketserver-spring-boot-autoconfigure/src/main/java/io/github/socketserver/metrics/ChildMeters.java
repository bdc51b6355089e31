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

package io.github.socketserver.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.github.socketserver.ServerListener.ChildEnd;

/**
 * The meters of one server's child processes.
 */
final class ChildMeters {

	private static final String CHILDREN = "children";

	final AtomicInteger active = new AtomicInteger();

	final AtomicInteger spare = new AtomicInteger();

	final Counter started;

	final Timer start;

	private final Map<ChildEnd, Counter> ended = new EnumMap<>(ChildEnd.class);

	ChildMeters(MeterRegistry registry, Tags tags) {
		gauge("socketserver.children.active", "Child processes that serve a request", this.active, tags, registry);
		gauge("socketserver.children.spare", "Child processes that wait for a request", this.spare, tags, registry);
		this.started = Counter.builder("socketserver.children.started")
			.description("Child processes that got ready for a request")
			.baseUnit(CHILDREN)
			.tags(tags)
			.register(registry);
		for (ChildEnd end : ChildEnd.values()) {
			this.ended.put(end,
					Counter.builder("socketserver.children.ended")
						.description("Child processes that ended")
						.baseUnit(CHILDREN)
						.tags(tags.and("end", end.name().toLowerCase(Locale.ROOT)))
						.register(registry));
		}
		this.start = Timer.builder("socketserver.children.start")
			.description("How long child processes take to get ready")
			.tags(tags)
			.register(registry);
	}

	private static void gauge(String name, String description, AtomicInteger value, Tags tags, MeterRegistry registry) {
		Gauge.builder(name, value, AtomicInteger::get)
			.description(description)
			.baseUnit(CHILDREN)
			.tags(tags)
			.strongReference(true)
			.register(registry);
	}

	Counter ended(ChildEnd end) {
		return Objects.requireNonNull(this.ended.get(end));
	}

}
