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
 * Gives the handler of each request. Python: {@code RequestHandlerClass}.
 *
 * @param <R> the kind of request
 */
@FunctionalInterface
public interface HandlerFactory<R extends Request> {

	/**
	 * Get the handler of one request. Runs on the thread that is to handle it.
	 * @return a new handler, or one that all requests share
	 * @throws Exception if there is none: the error handlers get it
	 */
	Handler<? super R> getHandler() throws Exception;

	/**
	 * Return a factory that shares one handler between all requests.
	 * @param <R> the kind of request
	 * @param handler the handler
	 * @return the factory
	 * @throws IllegalArgumentException if the handler is a {@link BaseRequestHandler},
	 * which cannot be shared
	 */
	static <R extends Request> HandlerFactory<R> shared(Handler<? super R> handler) {
		if (handler instanceof BaseRequestHandler<?>) {
			String type = handler.getClass().getSimpleName();
			throw new IllegalArgumentException(
					"A %s serves one request, so it cannot be shared: pass a factory, %s::new or () -> new %s(...)"
						.formatted(handler.getClass().getName(), type, type));
		}
		return () -> handler;
	}

}
