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

import org.jspecify.annotations.Nullable;

/**
 * What is to be done with an admitted request, on whichever thread a
 * {@link RequestProcessor} chooses: either {@link #process(Request)}, or once
 * {@link #finish(Request)} and at the end once {@link #shutdown(Request, Throwable)}.
 */
public interface RequestPipeline {

	/**
	 * Let the interceptors and the handler work.
	 * @param request the request
	 * @throws Exception if one of them failed
	 */
	void finish(Request request) throws Exception;

	/**
	 * Let the error handlers work.
	 * @param request the request, still open
	 * @param failure what {@link #finish(Request)} threw
	 */
	void error(Request request, Exception failure);

	/**
	 * Shut the request down and close it, unless its handler has detached it.
	 * @param request the request
	 * @param failure what its processing ended with, or {@code null}
	 */
	void shutdown(Request request, @Nullable Throwable failure);

	/**
	 * Process a request on the calling thread, from {@link #finish(Request)} to
	 * {@link #shutdown(Request, Throwable)}. Python: {@code process_request_thread}.
	 * @param request the request
	 */
	void process(Request request);

}
