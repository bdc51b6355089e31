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

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerListener.Rejection;
import io.github.socketserver.transport.TransportRequest;

/**
 * A request's way, from admission to its end: calls the methods of the server and the
 * hooks beside them, in Python's order, and lets the exception of none do any harm.
 */
final class RequestRunner implements RequestPipeline {

	private final BaseServer server;

	private final ServerHooks hooks;

	private final ActiveRequests requests;

	private final ServerListener listeners;

	private final ServerLog log;

	private final Runnable roomChanged;

	private final Handler<Request> chain;

	RequestRunner(BaseServer server, ServerHooks hooks, ActiveRequests requests, ServerListener listeners,
			ServerLog log, Runnable roomChanged) {
		this.server = server;
		this.hooks = hooks;
		this.requests = requests;
		this.listeners = listeners;
		this.log = log;
		this.roomChanged = roomChanged;
		this.chain = chain(hooks.interceptors(), server::finishRequest);
	}

	private static Handler<Request> chain(List<RequestInterceptor> interceptors, Handler<Request> last) {
		if (interceptors.isEmpty()) {
			return last;
		}
		RequestInterceptor first = interceptors.get(0);
		Handler<Request> next = chain(interceptors.subList(1, interceptors.size()), last);
		return (request) -> first.intercept(request, next);
	}

	ServerListener listeners() {
		return this.listeners;
	}

	/**
	 * Return how many requests are not closed.
	 * @return their number
	 */
	int open() {
		return this.requests.open();
	}

	/**
	 * Admit and process a request that the server has just taken.
	 * @param request the request
	 * @param transport what the server has made for it, unless an override made it all
	 * @return whether the server could find somebody to process it
	 */
	boolean run(Request request, @Nullable TransportRequest transport) {
		ActiveRequest active = this.requests.add(request, transport);
		this.listeners.requestReceived(request);
		if (!request.isOpen()) {
			closed(active);
		}
		try {
			if (admit(request)) {
				this.server.processRequest(request);
			}
			else {
				shutdown(request);
			}
			return true;
		}
		catch (RejectedExecutionException ex) {
			reject(request, this.server.isRunning() ? Rejection.NO_THREAD : Rejection.STOPPING);
			return false;
		}
		catch (Exception ex) {
			reportAndShutdown(request, ex);
			return true;
		}
		catch (Error ex) {
			shutdown(request);
			throw ex;
		}
	}

	/**
	 * Close a request that the server had no room for.
	 * @param request the request
	 * @param transport what the server has made for it, unless an override made it all
	 */
	void refuse(Request request, @Nullable TransportRequest transport) {
		this.requests.add(request, transport);
		this.listeners.requestReceived(request);
		reject(request, Rejection.MAX_CONNECTIONS);
	}

	/**
	 * Report and close a request whose taking failed half-way.
	 * @param request the request
	 * @param failure what an overridden {@code getRequest} threw, or {@code null} if it
	 * was an {@link Error}
	 */
	void abandon(Request request, @Nullable Exception failure) {
		this.requests.add(request, null);
		this.listeners.requestReceived(request);
		reportAndShutdown(request, failure);
	}

	private void reportAndShutdown(Request request, @Nullable Exception failure) {
		try {
			if (failure != null) {
				error(request, failure);
			}
		}
		finally {
			shutdown(request);
		}
	}

	private void reject(Request request, Rejection reason) {
		this.listeners.requestRejected(request, reason);
		shutdown(request);
	}

	private boolean admit(Request request) {
		Exception failure = null;
		try {
			for (RequestVerifier verifier : this.hooks.verifiers()) {
				if (!verifier.verifyRequest(request)) {
					this.listeners.requestDenied(request, null);
					return false;
				}
			}
			if (this.server.verifyRequest(request)) {
				return true;
			}
		}
		catch (Exception ex) {
			failure = ex;
			error(request, ex);
		}
		this.listeners.requestDenied(request, failure);
		return false;
	}

	@Override
	public void process(Request request) {
		ActiveRequest active = this.requests.get(request);
		if (active == null) {
			return;
		}
		Throwable failure = null;
		active.enter();
		try {
			finish(request);
		}
		catch (Exception ex) {
			failure = ex;
			error(request, ex);
		}
		catch (Error ex) {
			failure = ex;
			throw ex;
		}
		finally {
			shutdown(request, failure);
			active.leave();
		}
	}

	@Override
	public void finish(Request request) throws Exception {
		this.listeners.requestStarted(request);
		this.chain.handle(request);
	}

	@Override
	public void error(Request request, Exception failure) {
		for (RequestErrorHandler errorHandler : this.hooks.errorHandlers()) {
			try {
				if (errorHandler.handleError(request, failure)) {
					return;
				}
			}
			catch (Exception ex) {
				this.log.hookFailed("An error handler", ex);
			}
		}
		try {
			this.server.handleError(request, failure);
		}
		catch (RuntimeException ex) {
			this.log.hookFailed("handleError", ex);
		}
	}

	void serviceActions() {
		try {
			this.server.serviceActions();
		}
		catch (RuntimeException ex) {
			this.log.hookFailed("serviceActions", ex);
		}
	}

	@Override
	public void shutdown(Request request, @Nullable Throwable failure) {
		try {
			this.listeners.requestFinished(request, failure);
		}
		finally {
			shutdown(request);
		}
	}

	private void shutdown(Request request) {
		ActiveRequest active = this.requests.get(request);
		if (active == null || !active.markShutDown()) {
			return;
		}
		boolean done = false;
		try {
			if (!isDetached(active.transport())) {
				this.server.shutdownRequest(request);
			}
			done = true;
		}
		catch (RuntimeException ex) {
			this.log.hookFailed("shutdownRequest", ex);
		}
		finally {
			if (!done) {
				request.close();
			}
			if (!request.isOpen()) {
				closed(active);
			}
			this.requests.removeIfOver(active);
		}
	}

	/**
	 * Note that a request has been closed, by whomever.
	 * @param request the request
	 */
	void closed(Request request) {
		ActiveRequest active = this.requests.get(request);
		if (active != null) {
			closed(active);
		}
	}

	private void closed(ActiveRequest active) {
		if (this.requests.closed(active)) {
			this.listeners.requestClosed(active.request());
			this.roomChanged.run();
			this.requests.removeIfOver(active);
		}
	}

	private static boolean isDetached(@Nullable TransportRequest transport) {
		return transport != null && transport.isDetached();
	}

}
