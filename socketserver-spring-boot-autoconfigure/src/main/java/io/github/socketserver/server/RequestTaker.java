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
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.transport.TransportRequest;

/**
 * Takes requests from a server's {@code getRequest}, one at a time, and lets no exception
 * of it do any harm.
 */
final class RequestTaker {

	private final BaseServer server;

	private final RequestSource source;

	private final ServingThread serving;

	private final RequestRunner runner;

	private final ServerLog log;

	private final int maxConnections;

	private final AcceptBackoff backoff = new AcceptBackoff();

	private @Nullable Request taken;

	RequestTaker(BaseServer server, RequestSource source, ServingThread serving, RequestRunner runner, ServerLog log,
			int maxConnections) {
		this.server = server;
		this.source = source;
		this.serving = serving;
		this.runner = runner;
		this.log = log;
		this.maxConnections = maxConnections;
	}

	boolean isFull() {
		return this.runner.open() >= this.maxConnections;
	}

	/**
	 * Return how long to rest before the next call, since the last one failed.
	 * @return zero for not at all
	 */
	Duration rest() {
		return this.backoff.rest();
	}

	/**
	 * Note what {@code getRequest} has taken, in case an override of it throws or returns
	 * another request around it.
	 * @param request the request
	 */
	void taken(Request request) {
		if (request instanceof TransportRequest || !(this.taken instanceof TransportRequest)) {
			this.taken = request;
		}
	}

	/**
	 * Take a request and run it, or refuse it if there is no room.
	 * @return whether there was one
	 */
	boolean takeAndRun() {
		Request request = take();
		if (request == null) {
			return false;
		}
		if (isFull()) {
			this.runner.refuse(request, transport());
		}
		else if (this.runner.run(request, transport())) {
			this.backoff.reset();
		}
		else {
			this.backoff.lengthen();
			this.log.cannotTake("has no thread for a request");
		}
		return true;
	}

	private @Nullable TransportRequest transport() {
		return (this.taken instanceof TransportRequest transport) ? transport : null;
	}

	private @Nullable Request take() {
		this.taken = null;
		try {
			return this.server.getRequest();
		}
		catch (Exception ex) {
			if (this.taken == null && this.serving.isStopRequested()) {
				return null;
			}
			if (this.taken != null) {
				this.runner.abandon(this.taken, ex);
			}
			else {
				this.backoff.lengthen();
				this.log.cannotTake("cannot take a request: " + ex);
				this.runner.listeners()
					.acceptFailed(this.server, (ex instanceof IOException io) ? io : new IOException(ex));
			}
			return null;
		}
		catch (Error ex) {
			if (this.taken != null) {
				this.runner.abandon(this.taken, null);
			}
			this.backoff.lengthen();
			throw ex;
		}
		finally {
			this.source.taken();
		}
	}

}
