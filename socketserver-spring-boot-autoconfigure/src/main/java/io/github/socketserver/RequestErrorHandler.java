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
 * Deals with an exception of a request's processing, while the client can still be
 * written to. Python: {@code handle_error}.
 */
@FunctionalInterface
public interface RequestErrorHandler {

	/**
	 * Handle an error. Runs on the thread of the handler.
	 * @param request the request, still open
	 * @param error the exception of its handler, or of another hook
	 * @return {@code true} if that was all; {@code false} to let the next error handler
	 * see it, the last of which logs
	 * @throws Exception if handling the error failed: it is logged and taken for
	 * {@code false}
	 */
	boolean handleError(Request request, Exception error) throws Exception;

}
