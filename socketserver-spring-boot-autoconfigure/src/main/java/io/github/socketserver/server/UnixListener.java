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
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.UnixSocketFile;

/**
 * Listens on a socket file.
 */
final class UnixListener implements StreamListener {

	private volatile @Nullable UnixSocketFile file;

	@Override
	public ServerSocketChannel open(ServerOptions options) throws IOException {
		return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
	}

	@Override
	public SocketAddress bind(ServerSocketChannel socket, SocketAddress address, ServerOptions options)
			throws IOException {
		this.file = UnixSocketFile.bind(((UnixDomainSocketAddress) address).getPath(), options.pathPermissions(),
				(temporary) -> socket.bind(temporary, options.requestQueueSize()));
		return address;
	}

	@Override
	public void configure(SocketChannel connection, ServerOptions options) throws IOException {
		SocketOptions.setIfConfigured(connection, StandardSocketOptions.SO_SNDBUF, options.sendBufferSize());
	}

	@Override
	public void release() throws IOException {
		UnixSocketFile file = this.file;
		this.file = null;
		if (file != null) {
			file.delete();
		}
	}

}
