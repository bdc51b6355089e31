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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.SocketServer;
import io.github.socketserver.server.BaseServer;

/**
 * Lets the requests of a server be handled in child processes. Python:
 * {@code ForkingMixIn}. It is both the handler and the strategy of the server: <pre>
 * Forking forking = Forking.of(EchoHandler.class);
 * TcpServer server = new TcpServer(address, forking.handler(),
 *         ServerOptions.builder().processor(forking::processor).build());
 * </pre>
 * <p>
 * A child is a JVM with the same class path, started ahead. The server's own methods, its
 * verifiers, interceptors and listeners run in this process, and only the handler runs in
 * the child.
 */
public final class Forking {

	private final ChildProgram program;

	private final ForkingOptions options;

	private final Map<SocketServer, ForkingProcessor> running = new ConcurrentHashMap<>();

	/**
	 * Create forking with a program of one's own.
	 * @param program what runs in children
	 * @param options the options
	 */
	public Forking(ChildProgram program, ForkingOptions options) {
		this.program = program;
		this.options = options;
	}

	/**
	 * Return forking with the default options.
	 * @param handler the class of the handlers, see {@link #of(Class, ForkingOptions)}
	 * @return forking
	 */
	public static Forking of(Class<? extends Handler<?>> handler) {
		return of(handler, ForkingOptions.defaults());
	}

	/**
	 * Return forking whose children do nothing but handle requests.
	 * @param handler the class of the handlers: each request gets its own, made by the
	 * constructor without parameters
	 * @param options the options
	 * @return forking
	 */
	public static Forking of(Class<? extends Handler<?>> handler, ForkingOptions options) {
		return new Forking(ChildMain.program(handler.getName()), options);
	}

	/**
	 * Return the handler for the server, which relays each request to a child. It throws
	 * what the child's handler has thrown as a
	 * {@link io.github.socketserver.ForkedHandlerException}, and else a
	 * {@link ChildCrashedException}, {@link ChildTimeoutException} or
	 * {@link ChildStartException}.
	 * @return the handler
	 */
	public Handler<Request> handler() {
		return (request) -> {
			ForkingProcessor processor = this.running.get(request.server());
			if (processor == null) {
				throw new IllegalStateException(
						"Server '%s' has another strategy: pass forking::processor to its options"
							.formatted(request.server().name()));
			}
			processor.handle(request);
		};
	}

	/**
	 * Create the strategy for the server, with its first children. Called by the server
	 * at each start.
	 * @param server the server
	 * @return the strategy
	 * @throws java.io.UncheckedIOException if there can be no folder for the private
	 * sockets
	 */
	public RequestProcessor processor(BaseServer server) {
		ForkingProcessor processor = new ForkingProcessor(server, this.program, this.options,
				(closed) -> this.running.remove(server, closed));
		this.running.put(server, processor);
		return processor;
	}

}
