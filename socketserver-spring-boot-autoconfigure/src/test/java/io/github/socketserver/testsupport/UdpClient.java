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

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;

/**
 * A client of a UDP server.
 */
final class UdpClient implements DatagramClient {

	private final DatagramChannel channel = DatagramChannel.open();

	private final Selector selector = Selector.open();

	UdpClient(SocketAddress address) throws IOException {
		this.channel.connect(address);
		this.channel.configureBlocking(false);
		this.channel.register(this.selector, SelectionKey.OP_READ);
	}

	@Override
	public void send(byte[] data) throws IOException {
		this.channel.write(ByteBuffer.wrap(data));
	}

	@Override
	public byte[] receive() throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(0xFFFF);
		while (this.channel.receive(buffer) == null) {
			this.selector.selectedKeys().clear();
			if (this.selector.select(LIMIT_MILLIS) == 0) {
				throw new SocketTimeoutException("No datagram");
			}
		}
		byte[] data = new byte[buffer.flip().remaining()];
		buffer.get(data);
		return data;
	}

	@Override
	public String receiveLine() throws IOException {
		return new String(receive(), StandardCharsets.UTF_8).stripTrailing();
	}

	@Override
	public SocketAddress localAddress() throws IOException {
		return this.channel.getLocalAddress();
	}

	@Override
	public SocketAddress remoteAddress() throws IOException {
		return this.channel.getRemoteAddress();
	}

	@Override
	public void close() throws IOException {
		this.selector.close();
		this.channel.close();
	}

}
