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

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.transport.TransportRequest;

/**
 * A request that has been taken and is not over: it is over when its processing has ended
 * and it is closed, whichever comes first.
 */
final class ActiveRequest {

	private final Request request;

	private final @Nullable TransportRequest transport;

	private @Nullable Thread thread;

	private boolean interrupted;

	private boolean shutDown;

	private boolean closed;

	ActiveRequest(Request request, @Nullable TransportRequest transport) {
		this.request = request;
		this.transport = transport;
	}

	Request request() {
		return this.request;
	}

	/**
	 * Return the request that the server has made, which is the request itself unless an
	 * override of {@code getRequest} has returned another one around it.
	 * @return the request, or {@code null} if the server has made none
	 */
	@Nullable TransportRequest transport() {
		return this.transport;
	}

	void enter() {
		setThread(Thread.currentThread());
		if (this.transport != null) {
			this.transport.handledBy(Thread.currentThread());
		}
	}

	private synchronized void setThread(Thread thread) {
		this.thread = thread;
	}

	synchronized void leave() {
		this.thread = null;
		if (this.interrupted) {
			// It was meant for this request, not for what the thread does next
			Thread.interrupted();
		}
	}

	synchronized boolean markShutDown() {
		boolean first = !this.shutDown;
		this.shutDown = true;
		return first;
	}

	synchronized boolean markClosed() {
		boolean first = !this.closed;
		this.closed = true;
		return first;
	}

	synchronized boolean isOver() {
		return this.shutDown && this.closed;
	}

	synchronized boolean runsOn(Thread thread) {
		return this.thread == thread;
	}

	void endWhenIdle() {
		if (this.transport != null) {
			this.transport.endWhenIdle();
		}
	}

	void expire(long now) {
		if (this.transport != null) {
			this.transport.expire(now);
		}
	}

	/**
	 * Close the request under its handler, and interrupt the handler.
	 */
	void abort() {
		if (this.transport != null) {
			this.transport.abort();
		}
		if (this.transport != this.request) {
			this.request.close();
		}
		synchronized (this) {
			if (this.thread != null) {
				this.interrupted = true;
				this.thread.interrupt();
			}
		}
	}

}
