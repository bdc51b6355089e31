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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;

import io.github.socketserver.SocketServer;

/**
 * What a connection's streams are over: the client's socket, or something between it and
 * them.
 */
public interface Link extends ByteChannel, GatheringByteChannel, Closeable {

	/**
	 * Return the client's end.
	 * @return the address
	 */
	SocketAddress clientAddress();

	/**
	 * Return the server's end.
	 * @param server the server
	 * @return the address
	 */
	SocketAddress localAddress(SocketServer server);

	/**
	 * Return who the client is, where the transport vouches for it.
	 * @return the identity, or empty
	 */
	Optional<Principal> principal();

	/**
	 * Set an option of the client's socket.
	 * @param <T> the type of the value
	 * @param name the option
	 * @param value its value
	 * @throws UnsupportedOperationException if it has no such option
	 * @throws IOException if it refuses
	 */
	<T> void setOption(SocketOption<T> name, T value) throws IOException;

	/**
	 * Called with the time-out that the handler has chosen.
	 * @param timeout zero for none
	 */
	default void timeoutChanged(Duration timeout) {
	}

	/**
	 * End the read that goes on, and those to come: they find the end of the input.
	 * @throws IOException if the connection failed
	 */
	void shutdownInput() throws IOException;

	/**
	 * Tell the client that nothing more will come.
	 * @throws IOException if the connection failed
	 */
	void shutdownOutput() throws IOException;

}
