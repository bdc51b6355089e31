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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * A stream into a blocking channel that writes through, counts, and remembers how it
 * failed. It is guarded by the lock of the request's output.
 */
final class ChannelOutput extends OutputStream {

	// The JDK copies through a direct buffer as large as the write and keeps it
	private static final int CHUNK = 64 * 1024;

	private final GatheringByteChannel channel;

	private final HalfClose halfClose;

	private final ConnectionDeadlines deadlines;

	private volatile long count;

	private volatile @Nullable IOException failure;

	ChannelOutput(GatheringByteChannel channel, HalfClose halfClose, ConnectionDeadlines deadlines) {
		this.channel = channel;
		this.halfClose = halfClose;
		this.deadlines = deadlines;
	}

	long count() {
		return this.count;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] data, int offset, int length) throws IOException {
		int end = offset + length;
		for (int position = offset; position < end;) {
			position += (int) writeSome(ByteBuffer.wrap(data, position, Math.min(end - position, CHUNK)));
		}
	}

	/**
	 * Write two pieces, together where they fit.
	 * @param first the first piece
	 * @param firstLength how long it is
	 * @param second where the second piece is
	 * @param offset where it begins
	 * @param length how long it is
	 * @throws IOException if the connection failed
	 */
	void write(byte[] first, int firstLength, byte[] second, int offset, int length) throws IOException {
		if (firstLength == 0 || length == 0 || length > CHUNK) {
			write(first, 0, firstLength);
			write(second, offset, length);
			return;
		}
		ByteBuffer[] pieces = { ByteBuffer.wrap(first, 0, firstLength), ByteBuffer.wrap(second, offset, length) };
		while (pieces[1].hasRemaining()) {
			writeSome(pieces);
		}
	}

	private long writeSome(ByteBuffer... data) throws IOException {
		this.deadlines.beginWrite();
		try {
			long written = (data.length > 1) ? this.channel.write(data) : this.channel.write(data[0]);
			this.count = this.count + written;
			if (this.deadlines.endWrite()) {
				return written;
			}
			throw this.deadlines.writeTimeout();
		}
		catch (IOException ex) {
			IOException failure = this.deadlines.endWrite() ? ex : this.deadlines.writeTimeout();
			this.failure = failure;
			throw failure;
		}
	}

	@Override
	public void close() throws IOException {
		this.halfClose.run();
	}

	/**
	 * Tells the other side that nothing more will come.
	 */
	@FunctionalInterface
	interface HalfClose {

		void run() throws IOException;

	}

}
