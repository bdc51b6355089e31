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

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The listening socket of a stream server: what differs between TCP and Unix.
 */
interface StreamListener {

	/**
	 * Open the socket and set the options that its kind has.
	 * @param options the options of the server
	 * @return the socket, not bound
	 */
	ServerSocketChannel open(ServerOptions options) throws IOException;

	/**
	 * Bind the socket.
	 * @param socket the socket
	 * @param address the address wanted
	 * @param options the options of the server
	 * @return the address that clients connect to
	 */
	SocketAddress bind(ServerSocketChannel socket, SocketAddress address, ServerOptions options) throws IOException;

	/**
	 * Set the options of an accepted connection.
	 * @param connection the connection
	 * @param options the options of the server
	 */
	void configure(SocketChannel connection, ServerOptions options) throws IOException;

	/**
	 * Release what the address has taken beside the socket, before that is closed.
	 */
	void release() throws IOException;

}
