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
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Listens on a TCP port.
 */
final class TcpListener implements StreamListener {

	@Override
	public ServerSocketChannel open(ServerOptions options) throws IOException {
		ServerSocketChannel socket = InetAddresses.open(options.addressFamily(), ServerSocketChannel::open,
				ServerSocketChannel::open);
		try {
			Boolean reuseAddress = options.allowReuseAddress();
			socket.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress == null || reuseAddress);
			SocketOptions.setReusePort(socket, options.allowReusePort());
			return socket;
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	@Override
	public SocketAddress bind(ServerSocketChannel socket, SocketAddress address, ServerOptions options)
			throws IOException {
		socket.bind(InetAddresses.check(address, options.addressFamily()), options.requestQueueSize());
		return socket.getLocalAddress();
	}

	@Override
	public void configure(SocketChannel connection, ServerOptions options) throws IOException {
		connection.setOption(StandardSocketOptions.TCP_NODELAY, options.disableNagleAlgorithm());
		if (options.keepAlive()) {
			connection.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
		}
		SocketOptions.setIfConfigured(connection, StandardSocketOptions.SO_SNDBUF, options.sendBufferSize());
	}

	@Override
	public void release() {
	}

}
