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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Which thread serves, and whether it is to stop: at most one at a time, and any thread
 * can stop it.
 */
final class ServingThread {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	private @Nullable Thread thread;

	private boolean entered;

	private boolean interrupted;

	private volatile boolean closing;

	private volatile boolean stopRequested;

	/**
	 * Become the serving thread.
	 * @param server the name of the server
	 * @return {@code false} if a stop came first: one that races with the start of the
	 * first thread must win
	 * @throws IllegalStateException if another thread serves
	 */
	boolean enter(String server) {
		this.lock.lock();
		try {
			if (this.thread != null) {
				throw new IllegalStateException(
						"Server '%s' is already serving, on thread '%s'".formatted(server, this.thread.getName()));
			}
			if (this.closing || (this.stopRequested && !this.entered)) {
				this.entered = true;
				return false;
			}
			this.entered = true;
			this.stopRequested = false;
			this.thread = Thread.currentThread();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop being the serving thread, which gets its interrupt back.
	 */
	void leave() {
		this.lock.lock();
		try {
			this.thread = null;
			this.ended.signalAll();
			if (this.interrupted) {
				this.interrupted = false;
				Thread.currentThread().interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Put an interrupt of the serving thread aside: no wait would wait while it is
	 * pending, and it would close the connection of a synchronous handler.
	 */
	void deferInterrupt() {
		if (Thread.interrupted()) {
			this.interrupted = true;
		}
	}

	boolean isStopRequested() {
		return this.stopRequested;
	}

	boolean isCloseRequested() {
		return this.closing;
	}

	void requestStop() {
		this.lock.lock();
		try {
			this.stopRequested = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop for good.
	 * @return whether this is the first call
	 */
	boolean requestClose() {
		this.lock.lock();
		try {
			boolean first = !this.closing;
			this.closing = true;
			this.stopRequested = true;
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isCurrent() {
		this.lock.lock();
		try {
			return this.thread == Thread.currentThread();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until no other thread serves.
	 * @param deadline when to return at the latest
	 * @return whether none does
	 */
	boolean awaitEnd(Deadline deadline) {
		this.lock.lock();
		try {
			while (this.thread != null && this.thread != Thread.currentThread()) {
				if (deadline.isOver()) {
					return false;
				}
				this.ended.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
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
