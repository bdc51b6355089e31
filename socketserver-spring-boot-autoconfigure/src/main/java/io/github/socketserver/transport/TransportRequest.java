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

package io.github.socketserver.transport;

import java.io.IOException;

import io.github.socketserver.Request;

/**
 * What a server needs of the requests that it makes, beyond what handlers see.
 */
public interface TransportRequest extends Request {

	/**
	 * Say on which thread this request is handled: what that thread writes may be held
	 * until there is a reason to send it.
	 * @param thread the thread
	 */
	default void handledBy(Thread thread) {
	}

	/**
	 * Send what the handler has left to be sent. Called when it has succeeded.
	 * @throws IOException if that cannot be sent
	 */
	void complete() throws IOException;

	/**
	 * Tell the client that nothing more will come, as far as the transport can.
	 */
	void shutdownOutput();

	/**
	 * End this request at once if its handler waits between two messages, and else when
	 * it comes to the next such wait.
	 */
	void endWhenIdle();

	/**
	 * End what has taken too long: a read by a {@link java.net.SocketTimeoutException}
	 * after which the handler can still write, a write by closing the connection.
	 * @param now the time, of {@link System#nanoTime()}
	 */
	void expire(long now);

	/**
	 * Close this request at once, whatever is still to be sent.
	 */
	default void abort() {
		close();
	}

	/**
	 * Return whether the handler has taken over the closing of this request.
	 * @return whether it is detached
	 */
	boolean isDetached();

	/**
	 * Return whether a failure came from the connection itself: a client that vanished,
	 * not an error of the handler. It is told by identity, since the I/O error of a
	 * handler's database has the same type.
	 * @param failure what a handler threw
	 * @return whether it is, or was caused by, an exception that this request's streams
	 * threw
	 */
	boolean isConnectionFailure(Throwable failure);

}
