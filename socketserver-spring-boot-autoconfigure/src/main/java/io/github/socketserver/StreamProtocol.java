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

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What an event-loop server does with one connection: Python's "table of partially
 * finished requests", with the names of {@code asyncio.Protocol}. Each connection has its
 * own. All calls for one connection come one after the other, on the thread of its loop,
 * which serves other connections too: none may block.
 * <p>
 * An exception goes to the error handlers, then the connection is closed.
 */
@FunctionalInterface
public interface StreamProtocol {

	/**
	 * Called once, before anything else.
	 * @param connection the connection
	 * @throws Exception if it cannot be served
	 */
	default void connectionMade(Connection connection) throws Exception {
	}

	/**
	 * Called with what the client has sent. What is left unread is kept and offered again
	 * with what comes next, so a protocol takes whole messages and leaves the rest, with
	 * {@link Frames} or by hand. More than {@code max-frame-length} unread bytes are an
	 * error, unless reading is paused.
	 * @param connection the connection
	 * @param data the unread bytes, valid during the call
	 * @throws Exception if the data are wrong
	 */
	void dataReceived(Connection connection, ByteBuffer data) throws Exception;

	/**
	 * Called when most of what was pending has been sent, after a write that answered
	 * {@code false}.
	 * @param connection the connection
	 * @throws Exception if it cannot go on
	 */
	default void resumeWriting(Connection connection) throws Exception {
	}

	/**
	 * Called when the client has half-closed the connection: it sends nothing more, but
	 * may still read. Closes the connection unless overridden.
	 * @param connection the connection
	 * @throws Exception if that comes too early
	 */
	default void eofReceived(Connection connection) throws Exception {
		connection.close();
	}

	/**
	 * Called once, after everything else, unless the connection was detached.
	 * @param connection the connection, which is closed
	 * @param cause what it ended with, or {@code null} if it was closed in order
	 * @throws Exception if cleaning up fails
	 */
	default void connectionLost(Connection connection, @Nullable Exception cause) throws Exception {
	}

}
