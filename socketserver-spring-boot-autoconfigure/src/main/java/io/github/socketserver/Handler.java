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

/**
 * Handles the requests of a server: one call each, on the thread that the server's
 * concurrency chooses. When the call returns the request is over.
 * <p>
 * A {@code Handler<Request>} serves streams and datagrams alike. One object is shared by
 * all requests, so it keeps what belongs to one request in local variables; extend
 * {@link BaseRequestHandler} to have an instance for each.
 *
 * @param <R> the kind of request
 */
@FunctionalInterface
public interface Handler<R extends Request> {

	/**
	 * Handle a request.
	 * @param request the request
	 * @throws Exception if handling failed: the server's error handlers get it
	 */
	void handle(R request) throws Exception;

}
