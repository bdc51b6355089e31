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

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;

/**
 * A child, and what the parent knows of it.
 */
final class Child {

	private static final long CLOSE_WAIT_MILLIS = 1000;

	private final ChildCommand command;

	private final ChildSettings settings;

	private final ChildSocket socket;

	private final List<String> archiveStep;

	private final ChildProcess process = new ChildProcess();

	private final long created = System.nanoTime();

	private volatile long stateSince = this.created;

	private volatile @Nullable ChildConnection connection;

	private @Nullable ChildConnection next;

	private volatile int request;

	private volatile @Nullable Request served;

	private volatile boolean timedOut;

	private volatile @Nullable ChildEnd end;

	/**
	 * Create a child whose process is not started yet.
	 * @param command what starts it
	 * @param settings what it is told
	 * @param socket where it connects
	 * @param archiveStep what it is to do for the class archive instead of serving
	 * requests, if anything
	 */
	Child(ChildCommand command, ChildSettings settings, ChildSocket socket, List<String> archiveStep) {
		this.command = command;
		this.settings = settings;
		this.socket = socket;
		this.archiveStep = archiveStep;
	}

	Process start() throws IOException {
		Process process = this.process.start(
				makesArchive() ? this.command.newArchiver(this.archiveStep) : this.command.newProcess(), this.settings);
		if (isToEnd()) {
			// the server has stopped meanwhile
			this.process.kill();
		}
		return process;
	}

	ChildProcess process() {
		return this.process;
	}

	/**
	 * Wait until the child is ready for a request.
	 * @return its connection
	 * @throws IOException if the child has ended
	 */
	ChildConnection accept() throws IOException {
		return this.socket.accept(this.process.pid());
	}

	/**
	 * Set the connection for a request.
	 * @param connection the connection
	 */
	void setConnection(ChildConnection connection) {
		this.connection = connection;
		this.request = this.request + 1;
	}

	/**
	 * Keep a connection until the request that goes on has been given back.
	 * @param connection the connection, which is closed if the child makes too many
	 */
	void keep(ChildConnection connection) {
		if (this.next == null && servesMore()) {
			this.next = connection;
		}
		else {
			connection.close();
		}
	}

	/**
	 * Take the connection that was kept.
	 * @return whether there is one
	 */
	boolean takeKept() {
		ChildConnection next = this.next;
		if (next == null) {
			return false;
		}
		this.next = null;
		setConnection(next);
		return true;
	}

	void expireGreeting(long now) {
		this.socket.expireGreeting(now);
	}

	/**
	 * Return the connection for the request that comes next, which the caller closes.
	 * @return the connection
	 */
	ChildConnection connection() {
		return Objects.requireNonNull(this.connection);
	}

	/**
	 * Close the connections for requests that never came.
	 * @param active whether the child serves one
	 */
	void disconnect(boolean active) {
		ChildConnection connection = this.connection;
		if (connection != null && !active) {
			connection.close();
		}
		if (this.next != null) {
			this.next.close();
		}
	}

	/**
	 * Return the number of the request that the child waits for or serves.
	 * @return one for the first
	 */
	int request() {
		return this.request;
	}

	boolean servesMore() {
		return this.request < this.settings.requests();
	}

	boolean makesArchive() {
		return !this.archiveStep.isEmpty();
	}

	/**
	 * Note what the child serves.
	 * @param request the request, or {@code null}
	 */
	void serves(@Nullable Request request) {
		this.served = request;
	}

	/**
	 * Let the child serve a request that nobody has made, so that the archive has the
	 * classes for it. After that the child ends.
	 * @param connection the connection for the request
	 * @throws IOException if it has ended before
	 */
	void rehearse(ChildConnection connection) throws IOException {
		noteEnd(ChildEnd.RETIRED);
		try (connection) {
			connection.sendHeader(RequestHeader.rehearsal(this.settings.type()).toBytes());
			connection.sendEnd();
			while (connection.nextFrame() != FrameType.DONE) {
				connection.readFrame();
			}
		}
		letGo();
	}

	/**
	 * Let the child end, which has served its requests.
	 */
	void letGo() {
		this.process.close();
	}

	/**
	 * End the child, which is not needed any more.
	 */
	void retire() {
		kill(ChildEnd.RETIRED);
	}

	boolean isRetired() {
		return this.end == ChildEnd.RETIRED;
	}

	/**
	 * Kill the child because it has taken too long, and close its request a little later:
	 * its client may take nothing.
	 */
	void timeOut() {
		Request request = this.served;
		if (!this.timedOut) {
			this.timedOut = true;
			kill(ChildEnd.KILLED);
			if (request != null) {
				ChildWatch.TIMER.schedule(request::close, CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

	/**
	 * End the child, or keep it from being started.
	 * @param end how to tell it, unless the child has ended or that is noted already
	 */
	void kill(ChildEnd end) {
		if (!this.process.hasEnded()) {
			noteEnd(end);
			this.process.kill();
		}
		this.socket.close();
	}

	/**
	 * Note how the child ends, unless that is noted already.
	 * @param end how
	 */
	synchronized void noteEnd(ChildEnd end) {
		if (this.end == null) {
			this.end = end;
		}
	}

	boolean isToEnd() {
		return this.end != null;
	}

	/**
	 * Say how an ended child has ended.
	 * @param done whether it has served its requests
	 * @return what is noted, or else what the exit code tells
	 */
	ChildEnd howItEnded(boolean done) {
		ChildEnd end = this.end;
		if (end != null) {
			return end;
		}
		return (done && this.process.exitCode() == 0) ? ChildEnd.RETIRED : ChildEnd.CRASHED;
	}

	/**
	 * Forget the process, which has ended.
	 */
	void close() {
		this.socket.close();
		this.process.close();
		if (makesArchive()) {
			this.command.archive().endStep(this.process.exitCode() == 0);
		}
	}

	void stateChanged() {
		this.stateSince = System.nanoTime();
	}

	long stateSince() {
		return this.stateSince;
	}

	long created() {
		return this.created;
	}

	@Override
	public String toString() {
		return "Child process %d of server '%s'".formatted(this.process.pid(), this.settings.server());
	}

}
