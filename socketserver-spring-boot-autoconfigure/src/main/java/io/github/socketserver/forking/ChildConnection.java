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

package io.github.socketserver.forking;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The connection of one request, as the parent sees it: it sends the
 * {@link RequestHeader} and then bytes as they are, and receives frames.
 */
final class ChildConnection implements Closeable {

	private final SocketChannel channel;

	private final DataInputStream input;

	private int length;

	ChildConnection(SocketChannel channel) {
		this.channel = channel;
		this.input = new DataInputStream(new BufferedInputStream(new ChannelStream(channel)));
	}

	void sendHeader(byte[] header) throws IOException {
		ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + header.length);
		send(message.putInt(header.length).put(header).flip());
	}

	void send(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	void sendEnd() throws IOException {
		this.channel.shutdownOutput();
	}

	/**
	 * Wait for a frame.
	 * @return its type
	 * @throws EOFException if the child has ended
	 * @throws ProtocolException if what comes is no frame
	 */
	FrameType nextFrame() throws IOException {
		FrameType type = FrameType.of(this.input.readByte());
		this.length = this.input.readInt();
		if (this.length < 0 || (type != FrameType.DATA && this.length > FrameType.MAX_LENGTH)) {
			throw new ProtocolException("a %s frame of %d bytes".formatted(type, this.length));
		}
		return type;
	}

	/**
	 * Read all of the frame.
	 * @return its content
	 */
	byte[] readFrame() throws IOException {
		return readFrame(FrameType.MAX_LENGTH);
	}

	byte[] readFrame(int maxLength) throws IOException {
		return Texts.readBytes(this.input, this.length, maxLength);
	}

	/**
	 * Return how much of the frame has not been read.
	 * @return a number of bytes
	 */
	int remaining() {
		return this.length;
	}

	/**
	 * Read some of the frame.
	 * @param target where to put it
	 * @return how much there was, zero at the end of the frame
	 */
	int readSome(byte[] target) throws IOException {
		int count = Math.min(this.length, target.length);
		if (count == 0) {
			return 0;
		}
		int read = this.input.read(target, 0, count);
		if (read < 0) {
			throw new EOFException();
		}
		this.length -= read;
		return read;
	}

	SocketChannel channel() {
		return this.channel;
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// the descriptor is closed all the same, see close(2)
		}
	}

	/**
	 * Reads the channel. The JDK's own stream holds a lock over a read that its other
	 * stream needs for a write.
	 */
	private static final class ChannelStream extends InputStream {

		private final SocketChannel channel;

		ChannelStream(SocketChannel channel) {
			this.channel = channel;
		}

		@Override
		public int read() throws IOException {
			byte[] single = new byte[1];
			return (read(single, 0, 1) > 0) ? single[0] & 0xFF : -1;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			return this.channel.read(ByteBuffer.wrap(target, offset, length));
		}

	}

}
