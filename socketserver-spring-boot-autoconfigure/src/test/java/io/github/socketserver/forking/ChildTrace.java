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
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notes what a listener is told of the children, and how requests end.
 */
final class ChildTrace implements ServerListener {

	private final List<Duration> startTimes = new CopyOnWriteArrayList<>();

	private final List<ChildEnd> ends = new CopyOnWriteArrayList<>();

	private final AtomicInteger started = new AtomicInteger();

	private final List<Request> finished = new CopyOnWriteArrayList<>();

	private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

	private volatile int active;

	private volatile int spare;

	private volatile int mostActive;

	@Override
	public void childStarted(SocketServer server, Duration startTime) {
		this.startTimes.add(startTime);
	}

	@Override
	public void childEnded(SocketServer server, ChildEnd end) {
		this.ends.add(end);
	}

	@Override
	public void childrenChanged(SocketServer server, int active, int spare) {
		this.active = active;
		this.spare = spare;
		this.mostActive = Math.max(active, this.mostActive);
	}

	@Override
	public void requestStarted(Request request) {
		this.started.incrementAndGet();
	}

	@Override
	public void requestFinished(Request request, @Nullable Throwable failure) {
		this.finished.add(request);
		if (failure != null) {
			this.failures.add(failure);
		}
	}

	List<Duration> startTimes() {
		return this.startTimes;
	}

	List<ChildEnd> ends() {
		return this.ends;
	}

	int started() {
		return this.started.get();
	}

	List<Request> finished() {
		return this.finished;
	}

	int active() {
		return this.active;
	}

	int spare() {
		return this.spare;
	}

	int mostActive() {
		return this.mostActive;
	}

	/**
	 * Wait for the next request that fails.
	 * @return what its handler threw
	 * @throws InterruptedException if the test is interrupted
	 */
	Throwable failure() throws InterruptedException {
		Throwable failure = this.failures.poll(30, TimeUnit.SECONDS);
		assertThat(failure).as("failure of a request").isNotNull();
		return failure;
	}

	int failures() {
		return this.failures.size();
	}

	void awaitSpare(int count) {
		Eventually.asserted(() -> assertThat(this.spare).isEqualTo(count));
	}

	void awaitEnds(ChildEnd... expected) {
		Eventually.asserted(() -> assertThat(this.ends).containsExactlyInAnyOrder(expected));
	}

}
