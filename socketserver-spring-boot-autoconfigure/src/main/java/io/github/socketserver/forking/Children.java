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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.transport.DaemonThreads;

/**
 * The children of a server: starts them ahead, gives each request one, and replaces those
 * that have ended.
 */
final class Children implements Closeable {

	private static final long END_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final BaseServer server;

	private final ServerListener listeners;

	private final ChildFactory factory;

	private final ChildTable table;

	private final ChildStarter starter;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ChildWatch watch;

	private int waiting;

	private boolean closed;

	Children(BaseServer server, ForkingOptions options, ChildFactory factory) {
		this.server = server;
		this.listeners = server.listeners();
		this.factory = factory;
		this.table = new ChildTable(server, this.listeners);
		this.starter = new ChildStarter(server, options, factory, this.table, this::keep);
		this.watch = new ChildWatch(this.lock, this.table, new ChildLimits(options), this::startMissing);
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
			long failures = this.starter.backoff().failures();
			Child child = this.table.first(ChildState.SPARE);
			while (child == null) {
				if (this.closed) {
					throw new ChildStartException("Server '%s' has stopped".formatted(this.server.name()));
				}
				startMissing();
				if (this.starter.backoff().failures() != failures && this.table.count(ChildState.STARTING) == 0) {
					throw new ChildStartException("Server '%s' has no child process: %s".formatted(this.server.name(),
							this.starter.backoff().lastFailure()));
				}
				this.changed.await();
				child = this.table.first(ChildState.SPARE);
			}
			this.table.put(child, ChildState.ACTIVE);
			return child;
		}
		finally {
			this.waiting--;
			startMissing();
			this.lock.unlock();
		}
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
				this.starter.backoff().reset();
			}
			else {
				child.kill(ChildEnd.KILLED);
				// if it was not alive any more
				child.noteEnd(ChildEnd.CRASHED);
			}
			if (this.table.state(child) == null) {
				tellEnd(child, done && !child.servesMore());
			}
			else if (!done) {
				this.table.put(child, ChildState.ENDING);
			}
			else if (this.closed) {
				this.table.put(child, ChildState.ENDING);
				child.retire();
			}
			else if (!child.servesMore()) {
				this.table.put(child, ChildState.ENDING);
				child.letGo();
				this.starter.startArchiver();
			}
			else if (child.takeKept()) {
				makeSpare(child);
			}
			else {
				this.table.put(child, ChildState.RETURNING);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void makeSpare(Child child) {
		this.table.put(child, ChildState.SPARE);
		this.changed.signal();
	}

	private void startMissing() {
		if (!this.closed) {
			this.starter.startMissing(this.waiting);
		}
	}

	/**
	 * Start a child and take each connection that it makes, until it has ended.
	 * @param child the child
	 */
	private void keep(Child child) {
		try {
			Process process = child.start();
			DaemonThreads.factory("socketserver-%s-child-end".formatted(this.server.name()))
				.newThread(() -> awaitEnd(child, process))
				.start();
			while (true) {
				ChildConnection connection = child.accept();
				if (child.makesArchive()) {
					child.rehearse(connection);
				}
				else {
					ready(child, connection);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			if (child.process().pid() < 0) {
				notStarted(child, ex);
			}
			else {
				// if the socket was not closed because of the child's end, it cannot be
				// reached any more
				child.kill(ChildEnd.KILLED);
			}
		}
	}

	/**
	 * Wait for the end of a child. {@code Process.onExit()} tells it on the common pool,
	 * which may be busy for long.
	 * @param child the child
	 * @param process its process
	 */
	private void awaitEnd(Child child, Process process) {
		try {
			process.waitFor();
			ended(child);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void notStarted(Child child, Exception failure) {
		this.lock.lock();
		try {
			this.table.remove(child);
			child.close();
			this.starter.failed("a child process cannot be started: " + failure);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ready(Child child, ChildConnection connection) {
		this.lock.lock();
		try {
			ChildState state = this.table.state(child);
			if (state == null || state == ChildState.SPARE || state == ChildState.ENDING || child.isToEnd()) {
				// it was killed while it made itself ready, or does so too often
				connection.close();
				return;
			}
			if (state == ChildState.ACTIVE) {
				// the last request is about to be given back
				child.keep(connection);
				return;
			}
			child.setConnection(connection);
			if (this.closed) {
				child.retire();
			}
			else {
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
		String end = (child.process().exitCode() == 0) ? "has ended with exit code 0." : end(child);
		this.lock.lock();
		try {
			child.close();
			ChildState state = this.table.remove(child);
			child.disconnect(state == ChildState.ACTIVE);
			if (state != ChildState.ACTIVE && !child.makesArchive()) {
				tellEnd(child, state == ChildState.ENDING);
			}
			if (state == ChildState.STARTING && !child.isRetired()) {
				this.starter.failed("a child process was not ready yet and " + end);
			}
			else if (state == ChildState.SPARE && !child.isRetired()) {
				this.starter.lost(end);
			}
			if (child.makesArchive() && !this.closed) {
				this.starter.startArchiver();
			}
			startMissing();
			if (this.closed && this.table.size() == 0) {
				this.factory.close();
			}
		}
		finally {
			this.changed.signalAll();
			this.lock.unlock();
		}
	}

	private static String end(Child child) {
		return child.isTimedOut() ? "took longer than 'child-timeout'. " + child.process().tail()
				: child.process().end();
	}

	private void tellEnd(Child child, boolean done) {
		this.listeners.childEnded(this.server, child.howItEnded(done));
	}

	/**
	 * Tell those that serve a request that the server stops.
	 */
	void endIdle() {
		this.lock.lock();
		try {
			for (Child child : this.table.children()) {
				if (this.table.state(child) == ChildState.ACTIVE) {
					child.process().order(Order.END_WHEN_IDLE, child.request());
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the spare children now, and the others with their requests. Waits a moment for
	 * those that have none: this process may be about to end, and is to leave nothing.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.watch.close();
			this.changed.signalAll();
			for (Child child : this.table.children()) {
				if (this.table.state(child) != ChildState.ACTIVE) {
					child.retire();
				}
			}
			if (this.table.size() == 0) {
				this.factory.close();
			}
			awaitEnds();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitEnds() {
		long nanos = END_WAIT_NANOS;
		try {
			while (nanos > 0 && this.table.size() > this.table.count(ChildState.ACTIVE)) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
