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

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;

/**
 * Counts what happens in servers.
 */
public final class SocketServerMetrics implements ServerListener {

	private final MeterRegistry registry;

	private final Map<SocketServer, ServerMeters> meters = new ConcurrentHashMap<>();

	/**
	 * Create a listener.
	 * @param registry where the meters are registered
	 */
	public SocketServerMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void serverStarted(SocketServer server) {
		meters(server);
	}

	@Override
	public void acceptFailed(SocketServer server, IOException failure) {
		meters(server).acceptErrors.increment();
	}

	@Override
	public void datagramDropped(SocketServer server, Rejection reason) {
		ServerMeters meters = meters(server);
		meters.dropped(reason).increment();
		if (reason == Rejection.TRUNCATED) {
			meters.truncated.increment();
		}
	}

	@Override
	public void requestReceived(Request request) {
		ServerMeters meters = meters(request.server());
		meters.accepted.increment();
		meters.active.incrementAndGet();
		if (request instanceof DatagramRequest datagram && datagram.isTruncated()) {
			meters.truncated.increment();
		}
	}

	@Override
	public void requestDenied(Request request, @Nullable Exception failure) {
		meters(request.server()).denied.increment();
	}

	@Override
	public void requestRejected(Request request, Rejection reason) {
		ServerMeters meters = meters(request.server());
		meters.rejected(reason).increment();
		if (request instanceof DatagramRequest) {
			meters.dropped(reason).increment();
		}
	}

	@Override
	public void requestClosed(Request request) {
		ServerMeters meters = meters(request.server());
		meters.active.decrementAndGet();
		meters.received.increment(request.bytesReceived());
		meters.sent.increment(request.bytesSent());
	}

	@Override
	public void childStarted(SocketServer server, Duration startTime) {
		ChildMeters children = meters(server).children();
		children.started.increment();
		children.start.record(startTime);
	}

	@Override
	public void childEnded(SocketServer server, ChildEnd end) {
		meters(server).children().ended(end).increment();
	}

	@Override
	public void childrenChanged(SocketServer server, int active, int spare) {
		ChildMeters children = meters(server).children();
		children.active.set(active);
		children.spare.set(spare);
	}

	void requestTimed(SocketServer server, long nanos, @Nullable Throwable failure) {
		meters(server).requests(failure).record(nanos, TimeUnit.NANOSECONDS);
	}

	private ServerMeters meters(SocketServer server) {
		ServerMeters meters = this.meters.get(server);
		return (meters != null) ? meters
				: this.meters.computeIfAbsent(server, (key) -> new ServerMeters(this.registry, key));
	}

}
