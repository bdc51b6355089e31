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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.ServerListener;
import io.github.socketserver.transport.RequestContext;
import io.github.socketserver.transport.Timeouts;

/**
 * A server between its start and its close: takes one request after the other while there
 * is room for it.
 */
final class ServerRun {

	private static final Duration LAST_WAIT = Duration.ofSeconds(1);

	private static final Duration QUEUED_WAIT = Duration.ofMillis(250);

	private final BaseServer server;

	private final ServerOptions options;

	private final ServerLog log;

	private final ServerListener listeners;

	private final ActiveRequests requests;

	private final RequestSource source;

	private final @Nullable DeadlineSweep sweep;

	private final RequestProcessor processor;

	private final RequestRunner runner;

	private final RequestContext context;

	private final ServingThread serving = new ServingThread();

	private final RequestTaker taker;

	private volatile boolean waitsForRoom;

	ServerRun(BaseServer server, ServerHooks hooks, ActiveRequests requests) throws IOException {
		this.server = server;
		this.options = server.options();
		this.log = new ServerLog(server.name());
		this.listeners = new ServerListeners(hooks.listeners(), this.log);
		this.requests = requests;
		this.processor = server.createProcessor();
		this.runner = new RequestRunner(server, hooks, requests, this.listeners, this.log, this::roomChanged);
		boolean remote = this.processor.isRemote();
		this.context = new RequestContext(server, this.options.charset(), this.options.maxFrameLength(),
				remote ? this.options.timeouts().only(Timeouts.Side.WRITES) : this.options.timeouts(),
				remote ? this.options.buffers().unheld() : this.options.buffers(), this.runner::closed);
		this.source = openSource();
		Integer limit = this.options.maxConnections();
		this.taker = new RequestTaker(server, this.source, this.serving, this.runner, this.log,
				(limit != null) ? limit : this.processor.defaultMaxConnections());
		this.sweep = server.type().supports("timeout") ? DeadlineSweep.start(requests) : null;
	}

	private RequestSource openSource() throws IOException {
		try {
			return this.server.openSource();
		}
		catch (IOException | RuntimeException ex) {
			this.processor.close();
			throw ex;
		}
	}

	void announceStart() {
		if (!this.server.isPartOfAnother()) {
			this.log.started(this.server, this.processor);
		}
		this.listeners.serverStarted(this.server);
	}

	ServerListener listeners() {
		return this.listeners;
	}

	RequestContext context() {
		return this.context;
	}

	boolean isStopRequested() {
		return this.serving.isStopRequested();
	}

	boolean isClosing() {
		return this.serving.isCloseRequested();
	}

	RequestTaker taker() {
		return this.taker;
	}

	void serveForever(Duration pollInterval) {
		if (!this.serving.enter(this.server.name())) {
			return;
		}
		try {
			while (!isStopRequested()) {
				try {
					serveOnce(pollInterval.isZero() ? Deadline.NEVER : Deadline.after(pollInterval));
				}
				catch (Error ex) {
					// of a synchronous handler: the loop goes on
					Thread thread = Thread.currentThread();
					thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
				}
				this.runner.serviceActions();
			}
		}
		catch (IOException | RuntimeException ex) {
			if (!isStopRequested()) {
				this.serving.requestStop();
				this.log.failed(ex);
				this.listeners.serverFailed(this.server, ex);
			}
		}
		finally {
			this.serving.leave();
		}
	}

	boolean handleRequest(Duration timeout) {
		if (!this.serving.enter(this.server.name())) {
			return false;
		}
		try {
			Deadline deadline = Deadline.after(timeout);
			do {
				if (serveOnce(deadline)) {
					return true;
				}
			}
			while (!deadline.isOver() && !isStopRequested());
			if (!isStopRequested()) {
				this.server.handleTimeout();
			}
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.serving.leave();
		}
	}

	/**
	 * Wait for one request and process it.
	 * @param deadline when to return at the latest
	 * @return whether there was one
	 */
	private boolean serveOnce(Deadline deadline) throws IOException {
		this.serving.deferInterrupt();
		if (!this.taker.rest().isZero()) {
			this.source.pause(Deadline.earlier(deadline, Deadline.after(this.taker.rest())));
			if (isStopRequested()) {
				return false;
			}
		}
		if (this.options.overflow() == Overflow.WAIT && this.taker.isFull()) {
			this.waitsForRoom = true;
			if (this.taker.isFull()) {
				this.source.pause(deadline);
			}
			this.waitsForRoom = false;
			return false;
		}
		boolean ready = this.source.await(deadline);
		if (this.source.canLook()) {
			// otherwise it is getRequest that waits, and that an interrupt is meant for
			this.serving.deferInterrupt();
		}
		return ready && !isStopRequested() && this.taker.takeAndRun();
	}

	void process(Request request) {
		this.processor.process(request, this.runner);
	}

	private void roomChanged() {
		if (this.waitsForRoom) {
			this.source.wake();
		}
	}

	void shutdown() {
		this.serving.requestStop();
		this.source.wake();
		this.serving.awaitEnd(Deadline.NEVER);
	}

	/**
	 * Stop, empty the kernel's queue, close the socket, and wait for the requests.
	 * @param gracePeriod how long to wait before closing them
	 * @return {@code false} if somebody else does that
	 */
	boolean close(Duration gracePeriod) {
		if (!this.serving.requestClose()) {
			return false;
		}
		this.source.wake();
		long taken = this.requests.taken();
		endIdle();
		boolean waits = waitsForRequests();
		Deadline deadline = Deadline.after((waits) ? gracePeriod : LAST_WAIT);
		boolean ended = this.serving.awaitEnd(deadline);
		if (ended && !this.serving.isCurrent() && this.source.canLook()) {
			takeQueued(deadline, waits, taken);
		}
		if (waits) {
			if (!this.server.repliesThroughSocket()) {
				closeSocket();
			}
			awaitRequests(deadline, gracePeriod);
			this.serving.awaitEnd(Deadline.after(LAST_WAIT));
		}
		closeSocket();
		this.processor.close();
		if (this.sweep != null) {
			this.sweep.stop();
		}
		if (!this.server.isPartOfAnother()) {
			this.log.stopped();
		}
		this.listeners.serverStopped(this.server);
		return true;
	}

	private boolean waitsForRequests() {
		return this.options.blockOnClose() && !this.options.daemonThreads() && !this.serving.isCurrent()
				&& !this.requests.runsOn(Thread.currentThread()) && !this.processor.runsOnCurrentThread();
	}

	private void takeQueued(Deadline deadline, boolean waits, long takenBefore) {
		// The kernel has accepted these clients: closing the socket would reset them
		int count = 0;
		while (count <= this.options.requestQueueSize() && !deadline.isOver() && !this.taker.isFull()
				&& this.taker.takeAndRun()) {
			count++;
		}
		// What these, and those taken during the stop, have sent is there already, so a
		// moment tells the idle ones
		boolean late = (this.requests.taken() > takenBefore);
		if (waits && late && !this.requests.awaitEmpty(Deadline.earlier(deadline, Deadline.after(QUEUED_WAIT)))) {
			endIdle();
		}
	}

	private void endIdle() {
		this.requests.endIdle();
		this.processor.endIdle();
	}

	private void awaitRequests(Deadline deadline, Duration gracePeriod) {
		if (!this.requests.awaitEmpty(deadline)) {
			this.log.cut(this.requests.abort(), gracePeriod);
			this.requests.awaitEmpty(Deadline.after(LAST_WAIT));
		}
	}

	private void closeSocket() {
		try {
			this.server.serverClose();
			this.source.close();
		}
		catch (IOException ex) {
			this.log.hookFailed("Closing the socket", ex);
		}
	}

}
