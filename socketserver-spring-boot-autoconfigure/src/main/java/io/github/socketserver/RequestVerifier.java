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
 * Says whether a request is to be processed. All verifiers of a server have to agree, one
 * after the other; the client of a denied request sees its connection end. Python:
 * {@code verify_request}.
 */
@FunctionalInterface
public interface RequestVerifier {

	/**
	 * Verify a request. Runs on the thread that accepts, so it must be quick.
	 * @param request the request, of which nothing has been read yet
	 * @return whether to process it
	 * @throws Exception if it cannot be told: the request is denied and the exception
	 * goes to the error handlers
	 */
	boolean verifyRequest(Request request) throws Exception;

}
