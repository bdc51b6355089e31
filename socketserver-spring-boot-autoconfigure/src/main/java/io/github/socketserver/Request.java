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

import java.net.SocketAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * One request: a connection of a stream server or a datagram of a datagram server. The
 * same object runs through every hook, from the first verifier to the last listener.
 * <p>
 * The server closes a request after its handler has returned; {@link #detach()} hands
 * that duty to somebody else.
 */
public interface Request extends AutoCloseable {

	/**
	 * Return a short text that tells this request from every other of this process. It is
	 * made on the first call.
	 * @return the identifier, for logs
	 */
	String id();

	/**
	 * Return the server that took this request. Python: {@code self.server}.
	 * @return the server
	 */
	SocketServer server();

	/**
	 * Return who asks. Python: {@code self.client_address}.
	 * @return the address of the client; the empty Unix path for a client that bound none
	 */
	SocketAddress clientAddress();

	/**
	 * Return the address on this side, which on a multi-homed host tells which of the
	 * server's addresses the client used.
	 * @return the local address; a datagram's is the server's
	 */
	SocketAddress localAddress();

	/**
	 * Return the identity of the client where the transport vouches for one: the user at
	 * the other end of a Unix stream socket ({@code SO_PEERCRED} of unix(7)).
	 * @return the identity, or empty
	 */
	Optional<Principal> principal();

	/**
	 * Return what the hooks of this request have noted for the ones after them: verifier,
	 * interceptor, handler, listener. Safe to use from several threads.
	 * @return the mutable attributes
	 */
	Map<String, Object> attributes();

	/**
	 * Return what the client sent. Python: {@code rfile}.
	 * @return the input, the same object in each call
	 */
	RequestInputStream input();

	/**
	 * Return the way back to the client. Python: {@code wfile}. On a stream each write is
	 * sent before it returns, unless the server has a {@code write-buffer-size}; what is
	 * written to a datagram's output leaves as one datagram after the handler has
	 * succeeded, and none leaves if nothing was written.
	 * @return the output, the same object in each call
	 */
	RequestOutputStream output();

	/**
	 * Return how much has been read from the client.
	 * @return a number of bytes
	 */
	long bytesReceived();

	/**
	 * Return how much has been sent to the client.
	 * @return a number of bytes
	 */
	long bytesSent();

	/**
	 * Keep this request open after its handler has returned. The caller owns
	 * {@link #close()} from here on; until then the request counts to the server's
	 * {@code max-connections}, and a stop of the server closes it after the grace period.
	 */
	void detach();

	/**
	 * Return whether this request has not been closed yet.
	 * @return whether it is open
	 */
	boolean isOpen();

	/**
	 * Close this request. Safe in any thread and more than once: the first call closes.
	 */
	@Override
	void close();

}
