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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that stay, each with a window of requests in flight.
 */
final class StreamLoad implements Load {

	private static final int BATCH = 64;

	private static final long PATIENCE = 10_000_000_000L;

	private final Selector selector = Selector.open();

	private final List<SelectionKey> keys = new ArrayList<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

	private final Messages messages;

	private final int window;

	private int outstanding;

	private Measurement measurement = new Measurement(0);

	StreamLoad(Messages messages, int window) throws IOException {
		this.messages = messages;
		this.window = window;
	}

	/**
	 * Open connections. Each of them has had a reply when this returns, and no more of
	 * them than fit into any server's queue wait at a time.
	 * @param address where to
	 * @param connections how many
	 * @throws IOException if one of them fails
	 */
	void connect(SocketAddress address, int connections) throws IOException {
		for (int opened = 0; opened < connections;) {
			int batch = Math.min(BATCH, connections - opened);
			for (int i = 0; i < batch; i++) {
				open(address, opened++);
			}
			Measurement greeting = new Measurement(0);
			send(this.keys.subList(opened - batch, opened), 1, greeting);
			if (this.keys.size() < opened || greeting.toString().contains("requests=0 ")) {
				throw new IOException("A new connection did not get a reply");
			}
		}
	}

	private void open(SocketAddress address, int index) throws IOException {
		SocketChannel channel = SocketChannel.open(address);
		if (address instanceof InetSocketAddress) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		}
		channel.configureBlocking(false);
		StreamClient client = new StreamClient(channel, this.messages, this.window, index);
		this.keys.add(channel.register(this.selector, SelectionKey.OP_READ, client));
	}

	@Override
	public void run(Measurement measurement) throws IOException {
		send(this.keys, this.window, measurement);
	}

	private void send(List<SelectionKey> keys, int count, Measurement measurement) throws IOException {
		this.measurement = measurement;
		this.outstanding = 0;
		for (SelectionKey key : List.copyOf(keys)) {
			this.outstanding += count;
			try {
				client(key).send(count, key, System.nanoTime());
			}
			catch (IOException ex) {
				failed(key);
			}
		}
		long lastProgress = System.nanoTime();
		while (this.outstanding > 0) {
			if (this.selector.select(this::ready, 1000) > 0) {
				lastProgress = System.nanoTime();
			}
			else if (System.nanoTime() - lastProgress > PATIENCE) {
				measurement.errors(this.outstanding);
				this.outstanding = 0;
			}
		}
	}

	private void ready(SelectionKey key) {
		StreamClient client = client(key);
		try {
			if (key.isWritable()) {
				client.flush(key);
			}
			if (!key.isReadable()) {
				return;
			}
			int replies = client.receive(this.buffer, this.measurement);
			this.outstanding -= replies;
			if (replies > 0 && !this.measurement.isOver()) {
				this.outstanding += replies;
				client.send(replies, key, this.measurement.lastReply());
			}
		}
		catch (IOException ex) {
			failed(key);
		}
	}

	private void failed(SelectionKey key) {
		int lost = client(key).outstanding();
		this.measurement.errors(Math.max(lost, 1));
		this.outstanding -= lost;
		key.cancel();
		this.keys.remove(key);
		try {
			client(key).close();
		}
		catch (IOException ex) {
			// counted already
		}
	}

	private static StreamClient client(SelectionKey key) {
		return (StreamClient) key.attachment();
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.keys) {
			client(key).close();
		}
		this.selector.close();
	}

}
