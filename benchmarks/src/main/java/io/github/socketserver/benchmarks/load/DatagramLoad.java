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

package io.github.socketserver.benchmarks.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Sockets with one datagram in flight each. One without a reply is an error after a
 * second.
 */
final class DatagramLoad implements Load {

	private static final long PATIENCE_MILLIS = 1000;

	private static final long PATIENCE_NANOS = PATIENCE_MILLIS * 1_000_000;

	private final Selector selector = Selector.open();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * 1024);

	private final Messages messages;

	private int outstanding;

	private Measurement measurement = new Measurement(0);

	DatagramLoad(Messages messages, SocketAddress address, int sockets) throws IOException {
		this.messages = messages;
		for (int i = 0; i < sockets; i++) {
			DatagramChannel channel = DatagramChannel.open();
			channel.connect(address);
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ, new Client(channel, i));
		}
	}

	@Override
	public void run(Measurement measurement) throws IOException {
		this.measurement = measurement;
		for (SelectionKey key : this.selector.keys()) {
			send((Client) key.attachment(), System.nanoTime());
			this.outstanding++;
		}
		long lastCheck = System.nanoTime();
		while (this.outstanding > 0) {
			this.selector.select(this::ready, PATIENCE_MILLIS);
			long now = System.nanoTime();
			if (now - lastCheck > PATIENCE_NANOS) {
				lastCheck = now;
				giveUpLost(now - PATIENCE_NANOS);
			}
		}
	}

	private void giveUpLost(long before) throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			Client client = (Client) key.attachment();
			if (client.waiting && client.sentAt - before < 0) {
				this.measurement.error();
				client.late++;
				next(client, System.nanoTime());
			}
		}
	}

	private void next(Client client, long now) throws IOException {
		client.waiting = false;
		client.index++;
		if (this.measurement.isOver(now)) {
			this.outstanding--;
		}
		else {
			send(client, now);
		}
	}

	private void send(Client client, long now) throws IOException {
		client.waiting = true;
		client.sentAt = now;
		client.channel.write(this.messages.requests(client.position(this.messages), this.messages.size()));
	}

	private void ready(SelectionKey key) {
		Client client = (Client) key.attachment();
		try {
			int count = client.channel.read(this.buffer.clear());
			long now = System.nanoTime();
			if (count <= 0 || !client.waiting) {
				return;
			}
			if (count == this.messages.size()
					&& this.messages.matches(client.position(this.messages), this.buffer.flip())) {
				this.measurement.reply(client.sentAt, now);
				next(client, now);
			}
			else if (client.late > 0) {
				client.late--;
			}
			else {
				this.measurement.error();
			}
		}
		catch (IOException ex) {
			this.measurement.error();
			this.outstanding--;
			key.cancel();
		}
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

	private static final class Client {

		private final DatagramChannel channel;

		private long index;

		private long sentAt;

		private int late;

		private boolean waiting;

		Client(DatagramChannel channel, long index) {
			this.channel = channel;
			this.index = index;
		}

		long position(Messages messages) {
			return this.index * messages.size();
		}

	}

}
