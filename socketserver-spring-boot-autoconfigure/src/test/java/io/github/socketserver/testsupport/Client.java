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

package io.github.socketserver.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.server.ServerType;

/**
 * A client over a raw socket, which never waits longer than {@link #LIMIT_MILLIS}.
 */
public interface Client extends Closeable {

	/**
	 * How long a client waits before it fails.
	 */
	long LIMIT_MILLIS = 20_000;

	/**
	 * Connect a client.
	 * @param type the type of the server
	 * @param address the address of the server
	 * @return the client
	 * @throws IOException if the server does not let it
	 */
	static Client connect(ServerType type, SocketAddress address) throws IOException {
		return switch (type) {
			case TCP, UNIX_STREAM -> new StreamClient(address);
			case UDP -> new UdpClient(address);
			case UNIX_DATAGRAM -> UnixDatagramClient.bound(address);
		};
	}

	void send(byte[] data) throws IOException;

	default void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Receive a line, or a datagram of one line.
	 * @return the line without its end, or {@code null} if the server has closed
	 * @throws IOException if the connection fails or nothing comes
	 */
	@Nullable String receiveLine() throws IOException;

	SocketAddress localAddress() throws IOException;

	SocketAddress remoteAddress() throws IOException;

	@Override
	void close() throws IOException;

}
