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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.transport.TransportRequest;

/**
 * The requests of a server that are not over.
 */
final class ActiveRequests {

	private final Map<Request, ActiveRequest> requests = new ConcurrentHashMap<>();

	private final Map<Request, ActiveRequest> byTransport = new ConcurrentHashMap<>();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicLong taken = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean awaited;

	private final Condition changed = this.lock.newCondition();

	/**
	 * Note a request.
	 * @param request the request
	 * @param transport what the server has made, if it is not the request itself
	 * @return what is known of it
	 */
	ActiveRequest add(Request request, @Nullable TransportRequest transport) {
		ActiveRequest active = new ActiveRequest(request,
				(request instanceof TransportRequest itself) ? itself : transport);
		this.requests.put(request, active);
		if (transport != null && transport != request) {
			this.byTransport.put(transport, active);
		}
		this.open.incrementAndGet();
		this.taken.incrementAndGet();
		return active;
	}

	/**
	 * Return what is known of a request.
	 * @param request the request that the hooks see, or the one that the server has made
	 * @return what is known, or {@code null} if it is over
	 */
	@Nullable ActiveRequest get(Request request) {
		ActiveRequest active = this.requests.get(request);
		return (active != null) ? active : this.byTransport.get(request);
	}

	/**
	 * Return the request that the server has made for one that the hooks see.
	 * @param request the request
	 * @return the request itself unless it is around another one, or {@code null}
	 */
	@Nullable TransportRequest transport(Request request) {
		if (request instanceof TransportRequest itself) {
			return itself;
		}
		ActiveRequest active = this.requests.get(request);
		return (active != null) ? active.transport() : null;
	}

	/**
	 * Return how many requests are not closed, detached ones included.
	 * @return their number
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * Return how many requests there have been.
	 * @return their number
	 */
	long taken() {
		return this.taken.get();
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
		if (!active.isOver()) {
			return;
		}
		if (active.transport() != null && active.transport() != active.request()) {
			this.byTransport.remove(active.transport());
		}
		if (this.requests.remove(active.request()) != null && this.awaited && this.requests.isEmpty()) {
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
		this.awaited = true;
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
