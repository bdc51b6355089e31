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

package io.github.socketserver;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A handler with an instance for each request, so that its fields belong to that request
 * alone. Python: {@code BaseRequestHandler}; its constructor's work, {@code setup()},
 * {@code handle()}, {@code finish()}, is done by {@link #handle(Request)}.
 *
 * @param <R> the kind of request; {@link Request} for a handler of streams and datagrams
 */
public abstract class BaseRequestHandler<R extends Request> implements Handler<R> {

	private @Nullable R request;

	/**
	 * Set up, handle, finish. If {@link #setup()} throws, neither of the others runs; an
	 * exception of {@link #finish()} is suppressed by one of {@link #handle()}.
	 * @param request the one request of this instance
	 * @throws IllegalStateException if this instance has had its request already
	 */
	@Override
	@SuppressWarnings("try")
	public void handle(R request) throws Exception {
		if (this.request != null) {
			throw new IllegalStateException("A %s serves one request: give the server a factory such as %s::new"
				.formatted(getClass().getName(), getClass().getSimpleName()));
		}
		this.request = request;
		setup();
		try (AutoCloseable finish = this::finish) {
			handle();
		}
	}

	/**
	 * Prepare for {@link #handle()}. Does nothing unless overridden.
	 * @throws Exception if the request cannot be handled
	 */
	protected void setup() throws Exception {
	}

	/**
	 * Handle the request. When it returns the request is over: a handler of several
	 * messages loops here.
	 * @throws Exception if handling failed
	 */
	protected abstract void handle() throws Exception;

	/**
	 * Clean up after {@link #handle()}, also when that threw. Does nothing unless
	 * overridden.
	 * @throws Exception if cleaning up failed
	 */
	protected void finish() throws Exception {
	}

	/**
	 * Return the request. Python: {@code self.request}.
	 * @return the request
	 * @throws IllegalStateException before {@link #handle(Request)}
	 */
	protected final R request() {
		R request = this.request;
		if (request == null) {
			throw new IllegalStateException("No request yet: call handle(request)");
		}
		return request;
	}

	/**
	 * Return the address of the client. Python: {@code self.client_address}.
	 * @return the address
	 */
	protected final SocketAddress clientAddress() {
		return request().clientAddress();
	}

	/**
	 * Return the server. Python: {@code self.server}.
	 * @return the server
	 */
	protected final SocketServer server() {
		return request().server();
	}

	/**
	 * Return what the client sent. Python: {@code self.rfile}.
	 * @return the input
	 */
	protected final RequestInputStream rfile() {
		return request().input();
	}

	/**
	 * Return the way back to the client. Python: {@code self.wfile}.
	 * @return the output
	 */
	protected final RequestOutputStream wfile() {
		return request().output();
	}

}
