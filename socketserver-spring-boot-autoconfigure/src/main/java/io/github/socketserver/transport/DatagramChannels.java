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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * Sends through non-blocking datagram channels.
 */
public final class DatagramChannels {

	private static final long SEND_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

	private DatagramChannels() {
	}

	/**
	 * Send a datagram, and wait while the socket's send buffer is full.
	 * @param channel a non-blocking channel
	 * @param data the bytes of the datagram
	 * @param target where to
	 * @throws IOException if it cannot be sent
	 */
	public static void send(DatagramChannel channel, ByteBuffer data, SocketAddress target) throws IOException {
		int length = data.remaining();
		if (channel.send(data, target) < length) {
			sendWhenWritable(channel, data, target);
		}
	}

	private static void sendWhenWritable(DatagramChannel channel, ByteBuffer data, SocketAddress target)
			throws IOException {
		long begin = System.nanoTime();
		try (Selector selector = Selector.open()) {
			channel.register(selector, SelectionKey.OP_WRITE);
			while (channel.send(data, target) == 0) {
				if (System.nanoTime() - begin > SEND_TIMEOUT) {
					throw new SocketTimeoutException("The send buffer of the socket stays full");
				}
				selector.select(TimeUnit.NANOSECONDS.toMillis(SEND_TIMEOUT));
				selector.selectedKeys().clear();
			}
		}
	}

}
