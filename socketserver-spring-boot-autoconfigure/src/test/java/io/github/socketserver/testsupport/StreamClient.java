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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A client of a stream server, TCP or Unix. One thread may send while another receives.
 */
public final class StreamClient implements Client {

	private final SocketChannel channel;

	private final Selector readable = Selector.open();

	private final Selector writable = Selector.open();

	private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);

	public StreamClient(SocketAddress address) throws IOException {
		this.channel = SocketChannel.open(address);
		this.channel.configureBlocking(false);
		this.channel.register(this.readable, SelectionKey.OP_READ);
		this.channel.register(this.writable, SelectionKey.OP_WRITE);
	}

	@Override
	public void send(byte[] data) throws IOException {
		ByteBuffer rest = ByteBuffer.wrap(data);
		while (rest.hasRemaining()) {
			if (this.channel.write(rest) == 0) {
				await(this.writable);
			}
		}
	}

	/**
	 * Receive a byte.
	 * @return the byte, or -1 at the end
	 * @throws IOException if the connection fails or nothing comes
	 */
	public int receive() throws IOException {
		while (!this.buffer.hasRemaining()) {
			this.buffer.clear();
			int count = this.channel.read(this.buffer);
			this.buffer.flip();
			if (count < 0) {
				return -1;
			}
			if (count == 0) {
				await(this.readable);
			}
		}
		return this.buffer.get() & 0xFF;
	}

	@Override
	public @Nullable String receiveLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = receive(); next != '\n'; next = receive()) {
			if (next < 0) {
				return (line.size() > 0) ? line.toString(StandardCharsets.UTF_8) : null;
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Receive everything up to the end.
	 * @return the bytes
	 * @throws IOException if the connection fails or the end does not come
	 */
	public byte[] receiveAll() throws IOException {
		ByteArrayOutputStream data = new ByteArrayOutputStream();
		for (int next = receive(); next >= 0; next = receive()) {
			data.write(next);
			data.write(this.buffer.array(), this.buffer.position(), this.buffer.remaining());
			this.buffer.position(this.buffer.limit());
		}
		return data.toByteArray();
	}

	/**
	 * Receive what is there, waiting for something if need be.
	 * @return the bytes, none at the end
	 * @throws IOException if the connection fails or nothing comes
	 */
	public byte[] receiveSome() throws IOException {
		int first = receive();
		if (first < 0) {
			return new byte[0];
		}
		byte[] data = new byte[1 + this.buffer.remaining()];
		data[0] = (byte) first;
		this.buffer.get(data, 1, data.length - 1);
		return data;
	}

	private static void await(Selector selector) throws IOException {
		selector.selectedKeys().clear();
		if (selector.select(LIMIT_MILLIS) == 0) {
			throw new SocketTimeoutException("The server neither answers nor closes");
		}
	}

	/**
	 * Tell the server that nothing more will come.
	 * @throws IOException if the connection fails
	 */
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	/**
	 * Close so that the server gets a reset, as from a client that was killed.
	 * @throws IOException if the connection fails
	 */
	public void reset() throws IOException {
		this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		close();
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
		this.channel.close();
		this.readable.close();
		this.writable.close();
	}

}
