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

package io.github.socketserver.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.transport.DaemonThreads;

/**
 * Looks for clients that are too late, now and then and for all requests of a server: one
 * thread does it for all servers, and no timer is set for any request.
 */
final class DeadlineSweep {

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private static final ScheduledThreadPoolExecutor EXECUTOR = DaemonThreads.timer("socketserver-deadlines");

	private final ActiveRequests requests;

	private final ScheduledFuture<?> task;

	private volatile boolean stopped;

	private DeadlineSweep(ActiveRequests requests) {
		this.requests = requests;
		long interval = INTERVAL.toMillis();
		this.task = EXECUTOR.scheduleWithFixedDelay(this::sweep, interval, interval, TimeUnit.MILLISECONDS);
	}

	static DeadlineSweep start(ActiveRequests requests) {
		return new DeadlineSweep(requests);
	}

	private void sweep() {
		this.requests.expire();
		if (this.stopped && this.requests.isEmpty()) {
			this.task.cancel(false);
		}
	}

	/**
	 * End with the last request: some may go on after the stop of their server.
	 */
	void stop() {
		this.stopped = true;
		if (this.requests.isEmpty()) {
			this.task.cancel(false);
		}
	}

}
