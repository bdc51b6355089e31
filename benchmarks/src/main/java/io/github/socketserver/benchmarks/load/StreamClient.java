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
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection, with up to a window of requests in flight. Positions count bytes from
 * the start of the endless stream of messages.
 */
final class StreamClient {

	private final SocketChannel channel;

	private final Messages messages;

	private final long[] sentAt;

	private long due;

	private long written;

	private long received;

	StreamClient(SocketChannel channel, Messages messages, int window, int index) {
		this.channel = channel;
		this.messages = messages;
		this.sentAt = new long[window];
		this.due = (long) index * messages.size();
		this.written = this.due;
		this.received = this.due;
	}

	int outstanding() {
		return (int) ((this.due - this.received + this.messages.size() - 1) / this.messages.size());
	}

	void send(int count, SelectionKey key, long now) throws IOException {
		long first = this.due / this.messages.size();
		for (int i = 0; i < count; i++) {
			this.sentAt[(int) ((first + i) % this.sentAt.length)] = now;
		}
		this.due += (long) count * this.messages.size();
		flush(key);
	}

	void flush(SelectionKey key) throws IOException {
		this.written += this.channel.write(this.messages.requests(this.written, (int) (this.due - this.written)));
		boolean rest = (this.written < this.due);
		if (rest != ((key.interestOps() & SelectionKey.OP_WRITE) != 0)) {
			key.interestOps(rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
		}
	}

	/**
	 * Read and check what is there.
	 * @param buffer memory for the bytes
	 * @param measurement where to count whole replies
	 * @return the number of whole replies
	 * @throws IOException if the connection has ended or a reply is wrong
	 */
	int receive(ByteBuffer buffer, Measurement measurement) throws IOException {
		int count = this.channel.read(buffer.clear());
		long now = System.nanoTime();
		if (count < 0) {
			throw new IOException("The server has closed the connection");
		}
		if (this.received + count > this.due || !this.messages.matches(this.received, buffer.flip())) {
			throw new IOException("A reply is wrong");
		}
		long before = this.received / this.messages.size();
		this.received += count;
		long after = this.received / this.messages.size();
		for (long i = before; i < after; i++) {
			measurement.reply(this.sentAt[(int) (i % this.sentAt.length)], now);
		}
		return (int) (after - before);
	}

	boolean isAnswered() {
		return this.received == this.due;
	}

	/**
	 * End the requests of this connection.
	 * @throws IOException if the connection has ended
	 */
	void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	/**
	 * Look whether the server has ended the connection, too.
	 * @param buffer memory for bytes that should not come
	 * @param measurement where to count the request
	 * @return whether it has
	 * @throws IOException if it has sent something, or the connection is broken
	 */
	boolean receiveEnd(ByteBuffer buffer, Measurement measurement) throws IOException {
		int count = this.channel.read(buffer.clear());
		if (count > 0) {
			throw new IOException("There is more than the reply");
		}
		if (count < 0) {
			long last = this.due / this.messages.size() - 1;
			measurement.end(this.sentAt[(int) (last % this.sentAt.length)], System.nanoTime());
		}
		return count < 0;
	}

	void close() throws IOException {
		this.channel.close();
	}

}
