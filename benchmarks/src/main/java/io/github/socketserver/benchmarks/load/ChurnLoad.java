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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A number of clients, each of which connects, has one line echoed, closes, and begins
 * again. Latency is from connect to reply. If requests are to be whole, a client ends its
 * side after the reply and waits for the end of the server's; latency is until then.
 */
final class ChurnLoad implements Load {

	private static final int LOOPBACK_ADDRESSES = 64;

	private final Selector selector = Selector.open();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * 1024);

	private final Messages messages;

	private final int port;

	private final int clients;

	private final boolean whole;

	private final Measurement uncounted = new Measurement(0);

	private int outstanding;

	private int opened;

	private Measurement measurement = new Measurement(0);

	ChurnLoad(Messages messages, int port, int clients, boolean whole) throws IOException {
		this.messages = messages;
		this.port = port;
		this.clients = clients;
		this.whole = whole;
	}

	@Override
	public void run(Measurement measurement) throws IOException {
		this.measurement = measurement;
		for (int i = 0; i < this.clients; i++) {
			next();
		}
		while (this.outstanding > 0) {
			if (this.selector.select(this::ready, this.whole ? 60_000 : 10_000) == 0) {
				measurement.errors(this.outstanding);
				this.outstanding = 0;
			}
		}
		if (this.whole) {
			measurement.complete();
		}
	}

	private void next() throws IOException {
		long now = System.nanoTime();
		SocketChannel channel = SocketChannel.open(address());
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.configureBlocking(false);
		StreamClient client = new StreamClient(channel, this.messages, 1, this.opened % LOOPBACK_ADDRESSES);
		SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ, client);
		this.outstanding++;
		client.send(1, key, now);
	}

	/**
	 * Return an address of the server, another one each time: closed connections occupy a
	 * port for a minute, and one address has too few of them.
	 * @return the address
	 * @throws IOException never, as it is numeric
	 */
	private InetSocketAddress address() throws IOException {
		byte last = (byte) (1 + this.opened++ % LOOPBACK_ADDRESSES);
		return new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, last }), this.port);
	}

	private void ready(SelectionKey key) {
		StreamClient client = (StreamClient) key.attachment();
		try {
			if (!(this.whole ? isOver(client) : client.receive(this.buffer, this.measurement) > 0)) {
				return;
			}
		}
		catch (IOException ex) {
			this.measurement.error();
		}
		this.outstanding--;
		try {
			client.close();
			if (!this.measurement.isOver(System.nanoTime())) {
				next();
			}
		}
		catch (IOException ex) {
			this.measurement.error();
		}
	}

	private boolean isOver(StreamClient client) throws IOException {
		if (client.isAnswered()) {
			return client.receiveEnd(this.buffer, this.measurement);
		}
		if (client.receive(this.buffer, this.uncounted) > 0) {
			client.shutdownOutput();
		}
		return false;
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

}
