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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.ServerListener.Rejection;
import io.github.socketserver.SocketServer;
import io.github.socketserver.server.BaseServer;

/**
 * The meters of one server. All of them have the tags {@code server} and
 * {@code transport}.
 */
final class ServerMeters {

	private static final String CONNECTIONS = "connections";

	private static final String DATAGRAMS = "datagrams";

	final Counter accepted;

	final Counter denied;

	private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);

	final AtomicInteger active = new AtomicInteger();

	final Counter acceptErrors;

	final Counter truncated;

	private final Map<Rejection, Counter> dropped = new EnumMap<>(Rejection.class);

	final Counter received;

	final Counter sent;

	private final Map<String, Timer> requests = new ConcurrentHashMap<>();

	private final Function<String, Timer> newTimer;

	private final SingletonSupplier<ChildMeters> children;

	ServerMeters(MeterRegistry registry, SocketServer server) {
		String transport = (server instanceof BaseServer baseServer) ? baseServer.type().toString() : "none";
		Tags tags = Tags.of("server", server.name(), "transport", transport);
		this.accepted = counter("socketserver.connections.accepted", "Connections or datagrams taken", CONNECTIONS)
			.tags(tags)
			.register(registry);
		this.denied = counter("socketserver.connections.denied", "Connections or datagrams that a verifier denied",
				CONNECTIONS)
			.tags(tags)
			.register(registry);
		for (Rejection reason : Rejection.values()) {
			Tags reasonTags = tags.and("reason", reason.name().toLowerCase(Locale.ROOT));
			if (reason != Rejection.TRUNCATED) {
				this.rejected.put(reason,
						counter("socketserver.connections.rejected", "Connections or datagrams closed unprocessed",
								CONNECTIONS)
							.tags(reasonTags)
							.register(registry));
			}
			this.dropped.put(reason,
					counter("socketserver.datagrams.dropped", "Datagrams that no handler has seen", DATAGRAMS)
						.tags(reasonTags)
						.register(registry));
		}
		Gauge.builder("socketserver.connections.active", this.active, AtomicInteger::get)
			.description("Connections or datagrams that are not closed")
			.baseUnit(CONNECTIONS)
			.tags(tags)
			.strongReference(true)
			.register(registry);
		this.acceptErrors = counter("socketserver.accept.errors", "Failures to take a connection or datagram", "errors")
			.tags(tags)
			.register(registry);
		this.truncated = counter("socketserver.datagrams.truncated", "Datagrams longer than the maximum packet size",
				DATAGRAMS)
			.tags(tags)
			.register(registry);
		this.received = counter("socketserver.data.received", "Data read from clients", BaseUnits.BYTES).tags(tags)
			.register(registry);
		this.children = SingletonSupplier.of(() -> new ChildMeters(registry, tags));
		this.newTimer = (error) -> timer(registry, tags, error);
		this.sent = counter("socketserver.data.sent", "Data sent to clients", BaseUnits.BYTES).tags(tags)
			.register(registry);
	}

	/**
	 * Return the timer of requests.
	 * @param failure what they ended with, or {@code null}
	 * @return the timer, with the tags that an observation has
	 */
	Timer requests(@Nullable Throwable failure) {
		return this.requests.computeIfAbsent(
				(failure != null) ? ForkedHandlerException.nameOf(failure) : KeyValue.NONE_VALUE, this.newTimer);
	}

	private static Timer timer(MeterRegistry registry, Tags tags, String error) {
		return Timer.builder("socketserver.requests")
			.tags(tags.and("outcome", error.equals(KeyValue.NONE_VALUE) ? "SUCCESS" : "ERROR", "error", error))
			.register(registry);
	}

	Counter rejected(Rejection reason) {
		return Objects.requireNonNull(this.rejected.get(reason));
	}

	Counter dropped(Rejection reason) {
		return Objects.requireNonNull(this.dropped.get(reason));
	}

	/**
	 * Return the meters of child processes, which only servers have that fork.
	 * @return the meters
	 */
	ChildMeters children() {
		return this.children.obtain();
	}

	private static Counter.Builder counter(String name, String description, String unit) {
		return Counter.builder(name).description(description).baseUnit(unit);
	}

}
