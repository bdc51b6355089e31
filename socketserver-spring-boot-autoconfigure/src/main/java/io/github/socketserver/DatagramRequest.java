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
 * A datagram of a datagram server.
 */
public interface DatagramRequest extends Request {

	/**
	 * Return the bytes of the datagram. Python: the first half of {@code self.request}.
	 * @return the bytes, a copy that belongs to this request alone; empty for an empty
	 * datagram
	 */
	byte[] packet();

	/**
	 * Return whether the datagram was longer than the server's {@code max-packet-size},
	 * so that its end is lost.
	 * @return whether bytes are missing
	 */
	boolean isTruncated();

	/**
	 * Send a datagram to the client at once. An empty one is sent too, and several calls
	 * send several.
	 * @param data the bytes to send
	 * @throws IOException if the client has no address or the datagram cannot be sent
	 */
	void reply(byte[] data) throws IOException;

	/**
	 * Send a text, in the server's {@code charset}, to the client at once.
	 * @param text the text to send
	 * @throws IOException if the client has no address or the datagram cannot be sent
	 */
	void reply(String text) throws IOException;

}
