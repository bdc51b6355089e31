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

import java.io.Closeable;
import java.io.IOException;

/**
 * What a serving thread waits on. Python: the selector of {@code serve_forever}, without
 * its polling.
 */
interface RequestSource extends Closeable {

	/**
	 * Wait until a request can be taken.
	 * @param deadline when to return at the latest
	 * @return whether a request can be taken; {@code false} if woken or too late
	 */
	boolean await(Deadline deadline) throws IOException;

	/**
	 * Wait and leave requests where they are.
	 * @param deadline when to return at the latest
	 */
	void pause(Deadline deadline) throws IOException;

	/**
	 * Return whether a request that is not there can be asked for without waiting.
	 * @return whether there is a queue to look into
	 */
	default boolean canLook() {
		return true;
	}

	/**
	 * Called when a request has been taken after {@link #await(Deadline)}, or could not
	 * be.
	 */
	default void taken() {
	}

	/**
	 * End the wait that goes on, or else the next one. Safe in any thread.
	 */
	void wake();

}
