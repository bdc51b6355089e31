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

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The connection of one request, as the child sees it: it sends frames, and receives a
 * header and then bytes as they are.
 */
final class ParentConnection implements Closeable {

	private static final int HEADER_LENGTH = 1 + Integer.BYTES;

	private final SocketChannel channel;

	private final int number;

	// Handler, deadlines and closers write from several threads
	private final ReentrantLock lock = new ReentrantLock();

	private final ReentrantLock calls = new ReentrantLock();

	private final BlockingQueue<byte[]> results = new ArrayBlockingQueue<>(1);

	private volatile @Nullable Order failure;

	private volatile Runnable onEndWhenIdle = () -> {
	};

	private boolean ending;

	private ParentConnection(SocketChannel channel, int number) {
		this.channel = channel;
		this.number = number;
	}

	static ParentConnection open(ChildSettings settings, int number) throws IOException {
		return new ParentConnection(SocketChannel.open(UnixDomainSocketAddress.of(settings.socket())), number);
	}

	/**
	 * Say that this child is ready. From here on there may be orders for the request.
	 * @param settings what the child has been told
	 * @throws IOException if the parent has ended
	 */
	void greet(ChildSettings settings) throws IOException {
		ByteArrayOutputStream hello = new ByteArrayOutputStream();
		DataOutputStream target = new DataOutputStream(hello);
		target.writeUTF(settings.token());
		target.writeLong(ProcessHandle.current().pid());
		send(FrameType.HELLO, ByteBuffer.wrap(hello.toByteArray()));
	}

	int number() {
		return this.number;
	}

	/**
	 * Wait for the request.
	 * @return its header, or {@code null} if the parent has no request for this child
	 * @throws IOException if the connection failed
	 */
	@Nullable RequestHeader awaitRequest() throws IOException {
		ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
		if (this.channel.read(length) < 0) {
			return null;
		}
		readFully(length);
		ByteBuffer header = ByteBuffer.allocate(length.getInt(0));
		readFully(header);
		return RequestHeader.of(header.array());
	}

	private void readFully(ByteBuffer target) throws IOException {
		while (target.hasRemaining()) {
			if (this.channel.read(target) < 0) {
				throw new EOFException();
			}
		}
	}

	int read(ByteBuffer target) throws IOException {
		int count = this.channel.read(target);
		if (count < 0 && this.failure == Order.RESET) {
			throw new SocketException("Connection reset");
		}
		return count;
	}

	/**
	 * Send a frame.
	 * @param type its type
	 * @param contents what is in it
	 * @return how many bytes that is
	 * @throws IOException if the client or the parent has gone
	 */
	long send(FrameType type, ByteBuffer... contents) throws IOException {
		Order failure = this.failure;
		if (failure != null && type != FrameType.DONE) {
			throw (failure == Order.RESET) ? new SocketException("Connection reset")
					: new SocketTimeoutException("The client has taken nothing within 'timeout'");
		}
		return write(type, contents);
	}

	private long write(FrameType type, ByteBuffer... contents) throws IOException {
		ByteBuffer[] frame = new ByteBuffer[contents.length + 1];
		System.arraycopy(contents, 0, frame, 1, contents.length);
		long length = 0;
		for (ByteBuffer content : contents) {
			length += content.remaining();
		}
		frame[0] = ByteBuffer.allocate(HEADER_LENGTH).put((byte) type.ordinal()).putInt((int) length).flip();
		// an interrupted write would close the connection, which has yet to tell how the
		// request ends
		boolean interrupted = Thread.interrupted();
		this.lock.lock();
		try {
			long rest = length + HEADER_LENGTH;
			while (rest > 0) {
				rest -= this.channel.write(frame);
			}
			return length;
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Ask the parent to do something, and wait for what becomes of it.
	 * @param type what
	 * @param details how
	 * @throws IOException if that failed in the parent
	 */
	void call(FrameType type, byte[] details) throws IOException {
		if (details.length > FrameType.MAX_LENGTH) {
			throw new IOException("%d bytes are more than can be sent".formatted(details.length));
		}
		this.calls.lock();
		try {
			this.results.clear();
			send(type, ByteBuffer.wrap(details));
			CallResult.check(this.results.take());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the parent did its part");
		}
		finally {
			this.calls.unlock();
		}
	}

	void receive(Order order, byte[] details) {
		switch (order) {
			case RESET, WRITE_TIMEOUT -> {
				fail(order);
				noteReset();
			}
			case END_WHEN_IDLE -> {
				synchronized (this) {
					this.ending = true;
				}
				this.onEndWhenIdle.run();
			}
			case RESULT -> this.results.offer(details);
		}
	}

	private synchronized void fail(Order order) {
		if (this.failure == null) {
			this.failure = order;
		}
	}

	private void noteReset() {
		try {
			write(FrameType.RESET_NOTED);
		}
		catch (IOException ex) {
			// the request is over
		}
	}

	/**
	 * Set what ends the request when it is idle.
	 * @param onEndWhenIdle called when the server stops, at once if it does so already
	 */
	void onEndWhenIdle(Runnable onEndWhenIdle) {
		this.onEndWhenIdle = onEndWhenIdle;
		boolean ending;
		synchronized (this) {
			ending = this.ending;
		}
		if (ending) {
			onEndWhenIdle.run();
		}
	}

	void shutdownInput() throws IOException {
		if (this.channel.isOpen()) {
			this.channel.shutdownInput();
		}
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

}
