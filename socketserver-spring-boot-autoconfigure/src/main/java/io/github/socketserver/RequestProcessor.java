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
 * A concurrency strategy: where requests are processed. It takes the place of Python's
 * {@code ThreadingMixIn} and {@code ForkingMixIn}. A server makes one at its start and
 * closes it at its stop.
 */
public interface RequestProcessor extends AutoCloseable {

	/**
	 * Process a request, here or elsewhere. Runs on the serving thread, which accepts
	 * nothing until the call returns.
	 * @param request an admitted request
	 * @param pipeline what is to be done with it
	 * @throws java.util.concurrent.RejectedExecutionException if no thread can be had:
	 * the request is closed
	 */
	void process(Request request, RequestPipeline pipeline);

	/**
	 * Return how many requests a server of this strategy has at the same time unless
	 * {@code max-connections} says otherwise.
	 * @return a positive number
	 */
	int defaultMaxConnections();

	/**
	 * Return whether the caller is on a thread that requests of many clients share: it
	 * must not wait for one of them.
	 * @return {@code false} unless overridden
	 */
	default boolean runsOnCurrentThread() {
		return false;
	}

	/**
	 * Return whether another process handles the requests. Then their reads are timed
	 * there, since what is read here is ahead of the handler, and nothing of the output
	 * is held here.
	 * @return {@code false} unless overridden
	 */
	default boolean isRemote() {
		return false;
	}

	/**
	 * Called when a stop has ended the requests that wait between two messages here:
	 * those in other processes are to be ended, too.
	 */
	default void endIdle() {
	}

	/**
	 * Give the threads back. Requests that are still being processed go on.
	 */
	@Override
	void close();

}
