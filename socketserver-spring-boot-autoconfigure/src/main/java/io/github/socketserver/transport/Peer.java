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
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Optional;

import jdk.net.ExtendedSocketOptions;

import io.github.socketserver.SocketServer;

/**
 * The two ends of a connection. They are read when it is new, since a closed channel does
 * not know them.
 */
public final class Peer {

	private final SocketChannel channel;

	private final SocketAddress clientAddress;

	private final SocketAddress localAddress;

	/**
	 * Read the ends of a connection.
	 * @param channel the connection
	 * @throws IOException if it is closed
	 */
	public Peer(SocketChannel channel) throws IOException {
		this.channel = channel;
		this.clientAddress = channel.getRemoteAddress();
		this.localAddress = channel.getLocalAddress();
	}

	/**
	 * Return the client's end.
	 * @return the address
	 */
	public SocketAddress clientAddress() {
		return this.clientAddress;
	}

	/**
	 * Return the server's end.
	 * @param server the server
	 * @return the address
	 */
	public SocketAddress localAddress(SocketServer server) {
		// the kernel knows a published socket file by its temporary name
		return (this.localAddress instanceof UnixDomainSocketAddress) ? server.serverAddress() : this.localAddress;
	}

	/**
	 * Return the user at the client's end of a Unix socket, {@code SO_PEERCRED} of
	 * unix(7).
	 * @return the user, or empty
	 */
	public Optional<Principal> principal() {
		if (!(this.localAddress instanceof UnixDomainSocketAddress)) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Optional.empty();
		}
	}

}
