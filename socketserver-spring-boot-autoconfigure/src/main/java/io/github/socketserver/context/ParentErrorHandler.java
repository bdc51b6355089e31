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

package io.github.socketserver.context;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;

/**
 * An error handler in the process of a server whose handler runs in child processes: it
 * gets what its counterpart in the child could not, such as the crash of the child.
 */
final class ParentErrorHandler implements RequestErrorHandler {

	private final RequestErrorHandler handler;

	ParentErrorHandler(RequestErrorHandler handler) {
		this.handler = handler;
	}

	@Override
	public boolean handleError(Request request, Exception error) throws Exception {
		return !(error instanceof ForkedHandlerException) && this.handler.handleError(request, error);
	}

}
