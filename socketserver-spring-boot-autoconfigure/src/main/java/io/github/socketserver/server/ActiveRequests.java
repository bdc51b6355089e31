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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;

/**
 * The requests of a server that are not over.
 */
final class ActiveRequests {

	private final Map<Request, ActiveRequest> requests = new ConcurrentHashMap<>();

	private final AtomicInteger open = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	ActiveRequest add(Request request) {
		ActiveRequest active = new ActiveRequest(request);
		this.requests.put(request, active);
		this.open.incrementAndGet();
		return active;
	}

	@Nullable ActiveRequest get(Request request) {
		return this.requests.get(request);
	}

	/**
	 * Return how many requests are not closed, detached ones included.
	 * @return their number
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * Note that a request is closed.
	 * @param active the request
	 * @return whether this is the first call for it
	 */
	boolean closed(ActiveRequest active) {
		boolean first = active.markClosed();
		if (first) {
			this.open.decrementAndGet();
		}
		return first;
	}

	void removeIfOver(ActiveRequest active) {
		if (active.isOver() && this.requests.remove(active.request()) != null && this.requests.isEmpty()) {
			this.lock.lock();
			try {
				this.changed.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	boolean runsOn(Thread thread) {
		return this.requests.values().stream().anyMatch((active) -> active.runsOn(thread));
	}

	void endIdle() {
		this.requests.values().forEach(ActiveRequest::endWhenIdle);
	}

	boolean isEmpty() {
		return this.requests.isEmpty();
	}

	void expire() {
		long now = System.nanoTime();
		this.requests.values().forEach((active) -> active.expire(now));
	}

	/**
	 * Abort all of them.
	 * @return how many
	 */
	int abort() {
		int count = 0;
		for (ActiveRequest active : this.requests.values()) {
			active.abort();
			count++;
		}
		return count;
	}

	/**
	 * Wait until all are over.
	 * @param deadline when to return at the latest
	 * @return whether they are
	 */
	boolean awaitEmpty(Deadline deadline) {
		this.lock.lock();
		try {
			while (!this.requests.isEmpty()) {
				if (this.changed.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
					continue;
				}
				if (deadline.isOver()) {
					return this.requests.isEmpty();
				}
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

}
