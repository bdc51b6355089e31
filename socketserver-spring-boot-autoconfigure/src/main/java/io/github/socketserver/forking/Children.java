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

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.transport.DaemonThreads;

/**
 * The children of a server: starts them ahead, gives each request one, and replaces those
 * that have ended.
 */
final class Children implements Closeable {

	private static final Log logger = LogFactory.getLog(Forking.class);

	private static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("socketserver-children");

	private static final long LOOK_MILLIS = 250;

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);

	// More that start at the same time only make each of them slower
	private static final int MAX_STARTING = Math.max(1, Runtime.getRuntime().availableProcessors());

	private final BaseServer server;

	private final ServerListener listeners;

	private final ForkingOptions options;

	private final ChildFactory factory;

	private final Map<Child, ChildState> alive = new LinkedHashMap<>();

	private final StartBackoff backoff = new StartBackoff();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ScheduledFuture<?> look;

	private int waiting;

	private boolean closed;

	Children(BaseServer server, ForkingOptions options, ChildFactory factory) {
		this.server = server;
		this.listeners = server.listeners();
		this.options = options;
		this.factory = factory;
		this.look = TIMER.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
		this.lock.lock();
		try {
			startMissing();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a child for a request, waiting for one if need be.
	 * @return the child
	 * @throws ChildStartException if none could be started
	 * @throws InterruptedException if the request was cut
	 */
	Child take() throws ChildStartException, InterruptedException {
		this.lock.lockInterruptibly();
		this.waiting++;
		try {
			long failures = this.backoff.failures();
			Child child = findSpare();
			while (child == null) {
				if (this.closed) {
					throw new ChildStartException("Server '%s' has stopped".formatted(this.server.name()));
				}
				startMissing();
				if (this.backoff.failures() != failures && count(ChildState.STARTING) == 0) {
					throw new ChildStartException("Server '%s' has no child process: %s".formatted(this.server.name(),
							this.backoff.lastFailure()));
				}
				this.changed.await();
				child = findSpare();
			}
			put(child, ChildState.ACTIVE);
			return child;
		}
		finally {
			this.waiting--;
			startMissing();
			this.lock.unlock();
		}
	}

	private @Nullable Child findSpare() {
		for (Map.Entry<Child, ChildState> entry : this.alive.entrySet()) {
			if (entry.getValue() == ChildState.SPARE) {
				return entry.getKey();
			}
		}
		return null;
	}

	/**
	 * Give a child back whose request is over.
	 * @param child the child
	 * @param done whether it has said that it is
	 */
	void giveBack(Child child, boolean done) {
		this.lock.lock();
		try {
			if (done) {
				this.backoff.reset();
			}
			if (!done) {
				// killed if it is alive
				child.kill(ChildEnd.KILLED);
				child.noteEnd(ChildEnd.CRASHED);
			}
			if (!this.alive.containsKey(child)) {
				tellEnd(child, done && !child.servesMore());
			}
			else if (!done) {
				put(child, ChildState.ENDING);
			}
			else if (this.closed) {
				put(child, ChildState.ENDING);
				child.kill(ChildEnd.RETIRED);
			}
			else if (child.isReadyAgain()) {
				makeSpare(child);
			}
			else {
				put(child, child.servesMore() ? ChildState.RETURNING : ChildState.ENDING);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void makeSpare(Child child) {
		child.setReadyAgain(false);
		put(child, ChildState.SPARE);
		this.changed.signal();
	}

	private void startMissing() {
		while (!this.closed && !this.backoff.isResting() && count(ChildState.STARTING) < MAX_STARTING
				&& this.alive.size() < this.options.maxChildren()
				&& comingOrSpare() < this.waiting + this.options.spareChildren()) {
			try {
				Child child = this.factory.create();
				put(child, ChildState.STARTING);
				DaemonThreads.factory("socketserver-%s-child".formatted(this.server.name()))
					.newThread(() -> keep(child))
					.start();
			}
			catch (IOException | RuntimeException ex) {
				startFailed("cannot start a child process: " + ex);
			}
		}
	}

	private int comingOrSpare() {
		return count(ChildState.STARTING) + count(ChildState.SPARE) + count(ChildState.RETURNING);
	}

	private int count(ChildState state) {
		int count = 0;
		for (ChildState each : this.alive.values()) {
			count += (each == state) ? 1 : 0;
		}
		return count;
	}

	private void put(Child child, ChildState state) {
		this.alive.put(child, state);
		child.stateChanged();
		tellCounts();
	}

	private void startFailed(String failure) {
		this.backoff.failed(failure);
		logger.error("Server '%s' %s".formatted(this.server.name(), failure));
		this.changed.signalAll();
	}

	/**
	 * Start a child and take each connection that it makes, until it has ended.
	 * @param child the child
	 */
	private void keep(Child child) {
		try {
			Process process = child.start();
			process.onExit().thenRun(() -> ended(child));
			ChildEnd end = child.end();
			if (end != null) {
				// the server has stopped meanwhile
				child.kill(end);
			}
			while (true) {
				child.accept();
				ready(child);
			}
		}
		catch (IOException | RuntimeException ex) {
			// of the listener if the child has ended, else the process could not be
			// started
			if (child.pid() < 0) {
				notStarted(child, ex);
			}
		}
	}

	private void notStarted(Child child, Exception failure) {
		this.lock.lock();
		try {
			this.alive.remove(child);
			child.close();
			startFailed("cannot start a child process: " + failure);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ready(Child child) {
		this.lock.lock();
		try {
			ChildState state = this.alive.get(child);
			if (this.closed && state != ChildState.ACTIVE) {
				child.kill(ChildEnd.RETIRED);
			}
			else if (state == ChildState.ACTIVE) {
				child.setReadyAgain(true);
			}
			else if (state != null) {
				makeSpare(child);
			}
			if (state == ChildState.STARTING) {
				this.listeners.childStarted(this.server, Duration.ofNanos(System.nanoTime() - child.created()));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended(Child child) {
		this.lock.lock();
		try {
			child.close();
			ChildState state = this.alive.remove(child);
			if (state != ChildState.ACTIVE) {
				tellEnd(child, state == ChildState.ENDING);
			}
			boolean wanted = child.end() != ChildEnd.RETIRED;
			if (state == ChildState.STARTING && wanted) {
				startFailed("has a child process that %s before it was ready. %s".formatted(
						child.isTimedOut() ? "took longer than 'child-timeout'" : child.endText(), child.tail()));
			}
			else if (state == ChildState.SPARE && wanted) {
				this.backoff.lengthen();
				logger.warn("Server '%s' has a spare child process that %s. %s".formatted(this.server.name(),
						child.endText(), child.tail()));
			}
			startMissing();
			if (this.closed && this.alive.isEmpty()) {
				this.factory.close();
			}
		}
		finally {
			this.changed.signalAll();
			this.lock.unlock();
		}
	}

	private void tellEnd(Child child, boolean done) {
		this.listeners.childEnded(this.server, child.howItEnded(done));
		tellCounts();
	}

	private void tellCounts() {
		this.listeners.childrenChanged(this.server, count(ChildState.ACTIVE), count(ChildState.SPARE));
	}

	/**
	 * Look for children that take too long, and for spare ones that nobody needs.
	 */
	private void look() {
		this.lock.lock();
		try {
			long now = System.nanoTime();
			for (Map.Entry<Child, ChildState> entry : Map.copyOf(this.alive).entrySet()) {
				look(entry.getKey(), entry.getValue(), now - entry.getKey().stateSince());
			}
			startMissing();
		}
		catch (RuntimeException ex) {
			logger.error("Looking after the children of server '%s' failed".formatted(this.server.name()), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void look(Child child, ChildState state, long nanos) {
		long timeout = this.options.childTimeout().toNanos();
		switch (state) {
			case STARTING, ACTIVE -> {
				if (timeout > 0 && nanos > timeout) {
					child.timeOut();
				}
			}
			case SPARE -> {
				if (nanos > IDLE_NANOS && count(ChildState.SPARE) > this.options.spareChildren()) {
					put(child, ChildState.ENDING);
					child.kill(ChildEnd.RETIRED);
				}
			}
			case RETURNING, ENDING -> {
				if (nanos > END_NANOS) {
					child.kill(ChildEnd.KILLED);
				}
			}
		}
	}

	/**
	 * Tell those that serve a request that the server stops.
	 */
	void endIdle() {
		this.lock.lock();
		try {
			this.alive.forEach((child, state) -> {
				if (state == ChildState.ACTIVE) {
					child.order(Order.END_WHEN_IDLE, child.request());
				}
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the spare children now, and the others with their requests.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.look.cancel(false);
			this.changed.signalAll();
			this.alive.forEach((child, state) -> {
				if (state != ChildState.ACTIVE) {
					child.kill(ChildEnd.RETIRED);
				}
			});
			if (this.alive.isEmpty()) {
				this.factory.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
