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

import java.io.IOException;

/**
 * Where a request's input tells its server that the handler waits between two messages,
 * so that a stop of the server can end idle connections at once and leave busy ones their
 * grace period; and which exceptions are the client's fault.
 */
public interface IdleGate {

	/**
	 * Called before the wait.
	 * @return whether to wait; {@code false} if the server is stopping
	 */
	boolean enter();

	/**
	 * Called after the wait.
	 * @return whether the request goes on; {@code false} if a stop has ended it meanwhile
	 */
	boolean leave();

	/**
	 * Called with an exception that the input is about to throw because of what the
	 * client has sent: a frame that is too long or has no end.
	 * @param failure the exception
	 */
	default void failed(IOException failure) {
	}

}
