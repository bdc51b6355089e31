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

/**
 * A connection of an event-loop server, as its {@link StreamProtocol} sees it. Nothing
 * here blocks, and every method can be called in any thread unless it says otherwise.
 * <p>
 * {@link #input()} is there only after {@link #detach()}. {@link #output()} does what
 * {@link #write(byte[])} does until then; after it a write goes to the output and may
 * block.
 */
public interface Connection extends StreamRequest {

	/**
	 * Send bytes, in the order of the calls. What the client cannot take yet is copied
	 * and kept. What a protocol writes during a call is sent together when it returns.
	 * <p>
	 * While more than {@code write-high-water-mark} bytes are pending, nothing is read
	 * from the client. A write while more than {@code max-pending-write} are pending ends
	 * the connection.
	 * @param data the bytes, which are all taken
	 * @return whether to go on; {@code false} above the high-water mark, until
	 * {@link StreamProtocol#resumeWriting(Connection)}, and after a close, when the bytes
	 * are dropped
	 */
	boolean write(ByteBuffer data);

	/**
	 * Send bytes, see {@link #write(ByteBuffer)}.
	 * @param data the bytes
	 * @return whether to go on
	 */
	boolean write(byte[] data);

	/**
	 * Send a text in the server's {@code charset}, see {@link #write(ByteBuffer)}.
	 * @param text the text
	 * @return whether to go on
	 */
	boolean write(String text);

	/**
	 * Read nothing for now, so that the client has to wait: the protocol answers later. A
	 * stop of the server gives a paused connection its grace period, and no time-out for
	 * reading ends it.
	 */
	void pauseReading();

	/**
	 * Read on after {@link #pauseReading()}. What is unread is offered first.
	 */
	void resumeReading();

	/**
	 * Return what the client has sent and the protocol has left unread, so that it can
	 * make something of an incomplete message in
	 * {@link StreamProtocol#eofReceived(Connection)}. For the thread of the loop only.
	 * @return the bytes; what is read from them is read
	 */
	ByteBuffer unread();

	/**
	 * Hand the connection to another protocol, which gets the unread bytes first. Its
	 * {@link StreamProtocol#connectionMade(Connection)} is not called. Python:
	 * {@code asyncio}'s {@code set_protocol}.
	 * @param protocol the protocol
	 */
	void setProtocol(StreamProtocol protocol);

	/**
	 * Run a task on the thread of this connection's loop, after the call that goes on. It
	 * is dropped if the loop has ended with its last server and connection.
	 * @param task a task that does not block
	 */
	void execute(Runnable task);

	/**
	 * Take this connection from its loop: from here on {@link #input()} and
	 * {@link #output()} block, beginning with the unread bytes, and the caller owns
	 * {@link #close()}. Hand it to a thread, which may give it to a
	 * {@link StreamHandler}. The protocol gets no more calls.
	 * @throws IllegalStateException if this is not the thread of the loop
	 */
	@Override
	void detach();

	/**
	 * Close this connection when what is pending has been sent.
	 */
	@Override
	void close();

	/**
	 * Close this connection and drop what is pending.
	 */
	void abort();

}
