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
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.Optional;

import io.github.socketserver.SocketServer;

/**
 * The client's socket itself.
 */
final class SocketLink implements Link {

	private final SocketChannel channel;

	private final Peer peer;

	SocketLink(SocketChannel channel) throws IOException {
		this.channel = channel;
		this.peer = new Peer(channel);
	}

	@Override
	public SocketAddress clientAddress() {
		return this.peer.clientAddress();
	}

	@Override
	public SocketAddress localAddress(SocketServer server) {
		return this.peer.localAddress(server);
	}

	@Override
	public Optional<Principal> principal() {
		return this.peer.principal();
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		return this.channel.read(target);
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		return this.channel.write(source);
	}

	@Override
	public long write(ByteBuffer[] sources) throws IOException {
		return this.channel.write(sources);
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
		return this.channel.write(sources, offset, length);
	}

	@Override
	public <T> void setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
	}

	@Override
	public void shutdownInput() throws IOException {
		this.channel.shutdownInput();
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
