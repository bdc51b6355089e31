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

import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a blocking channel as a stream that counts them and remembers how it
 * failed. Before it waits for the client, the client gets what it waits for.
 */
final class ChannelInput extends InputStream {

	// The JDK copies through a direct buffer as large as the request and keeps it
	private static final int CHUNK = 64 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final ReadableByteChannel channel;

	private final ByteBuffer unread;

	private final InputState state;

	private final ConnectionDeadlines deadlines;

	private final Flushable output;

	private volatile long count;

	private volatile @Nullable IOException failure;

	ChannelInput(ReadableByteChannel channel, byte[] unread, InputState state, ConnectionDeadlines deadlines,
			Flushable output) {
		this.channel = channel;
		this.unread = (unread.length > 0) ? ByteBuffer.wrap(unread) : NOTHING;
		this.state = state;
		this.deadlines = deadlines;
		this.output = output;
	}

	long count() {
		return this.count;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) > 0) ? single[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (this.unread.hasRemaining()) {
			int available = Math.min(length, this.unread.remaining());
			this.unread.get(target, offset, available);
			return available;
		}
		this.output.flush();
		boolean idle = this.state.isIdle();
		this.deadlines.beginRead(idle);
		int read = -1;
		boolean inTime;
		try {
			read = this.channel.read(ByteBuffer.wrap(target, offset, Math.min(length, CHUNK)));
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			inTime = this.deadlines.endRead();
		}
		if (!inTime) {
			return timedOut(idle);
		}
		if (read > 0) {
			this.count = this.count + read;
		}
		return read;
	}

	private int timedOut(boolean idle) throws IOException {
		if (idle) {
			// nothing was begun, so nothing is cut: as if the client had left
			return -1;
		}
		IOException timeout = this.deadlines.readTimeout();
		this.failure = timeout;
		throw timeout;
	}

}
