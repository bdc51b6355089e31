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

package io.github.socketserver.eventloop;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.RequestPipeline;
import io.github.socketserver.StreamProtocol;

/**
 * A connection on its loop: reads and writes when the channel is ready, and calls the
 * protocol. Bytes pass through a {@link ByteChannel} that never blocks. What stands for a
 * method of {@link io.github.socketserver.Connection} can be called in any thread, as can
 * what says so; everything else runs on that of the loop.
 */
final class LoopTransport {

	private final LoopConnection connection;

	private final SocketChannel channel;

	private final ByteChannel bytes;

	private final EventLoop loop;

	private final ProtocolCalls calls;

	private final LoopInput input;

	private final LoopOutput output;

	private final LoopDeadlines deadlines;

	private final AtomicBoolean settling = new AtomicBoolean();

	private @Nullable SelectionKey key;

	private volatile boolean paused;

	private boolean stopping;

	private volatile boolean closing;

	private volatile boolean aborted;

	private volatile boolean over;

	private boolean opened;

	private boolean inputEnded;

	// At a stop: whether something may have come that nobody has looked at
	private boolean unseen;

	private volatile boolean halfClosing;

	private boolean halfClosed;

	private volatile @Nullable IOException failure;

	LoopTransport(LoopConnection connection, SocketChannel channel, EventLoop loop, RequestPipeline pipeline,
			LoopInput input, LoopOutput output, LoopDeadlines deadlines) {
		this.connection = connection;
		this.channel = channel;
		this.bytes = channel;
		this.loop = loop;
		this.calls = new ProtocolCalls(connection, loop, pipeline, output);
		this.input = input;
		this.output = output;
		this.deadlines = deadlines;
	}

	/**
	 * Begin to serve.
	 */
	void open() {
		this.loop.add();
		this.opened = true;
		IOException failure = null;
		try {
			this.key = this.loop.register(this.channel, this);
		}
		catch (IOException ex) {
			failure = ex;
		}
		call((transport) -> transport.calls.requestBegun());
		if (failure != null && !this.over) {
			lose(failure);
		}
	}

	/**
	 * Do what the channel is ready for.
	 * @param operations the operations, of {@link SelectionKey}
	 */
	void ready(int operations) {
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			drain();
		}
		if ((operations & SelectionKey.OP_READ) != 0 && isReading()) {
			read();
		}
	}

	private void drain() {
		if (this.output.drain() && !this.closing && !this.over) {
			call((transport) -> transport.calls.protocol().resumeWriting(transport.connection));
			readOn();
		}
		settle();
	}

	private void read() {
		ByteBuffer buffer = this.loop.readBuffer().clear();
		int count;
		try {
			count = this.bytes.read(buffer);
		}
		catch (IOException ex) {
			lose(ex);
			return;
		}
		this.unseen = this.unseen && !buffer.hasRemaining();
		if (count > 0) {
			buffer.flip();
			this.deadlines.read(this.loop.now());
			call((transport) -> transport.offer(transport.loop.readBuffer()));
		}
		else if (count < 0) {
			this.inputEnded = true;
			call((transport) -> transport.calls.protocol().eofReceived(transport.connection));
		}
	}

	/**
	 * Read again after a rest, beginning with what is unread.
	 */
	private void readOn() {
		this.deadlines.read(this.loop.now());
		if (isReading() && this.input.hasUnread() && !this.input.isOffering()) {
			call((transport) -> transport.offer(null));
		}
		else {
			settle();
		}
	}

	private void offer(@Nullable ByteBuffer received) throws Exception {
		this.input.offer(this, this.calls, received, this.loop.now());
	}

	private void call(LoopEvent event) {
		if (!this.calls.call(event, this)) {
			this.closing = true;
		}
		settle();
	}

	/**
	 * End a connection that has failed.
	 * @param failure how
	 */
	void lose(IOException failure) {
		this.failure = failure;
		if (!this.calls.hasFailed() && !this.aborted) {
			this.calls.fail(failure);
		}
		end();
	}

	/**
	 * Draw the conclusions of what has happened.
	 */
	private void settle() {
		if (this.over || !this.opened) {
			return;
		}
		IOException failure = this.output.failure();
		if (failure != null) {
			lose(failure);
			return;
		}
		if (this.stopping && isIdle()) {
			if (this.unseen && isReading()) {
				this.loop.execute(this::readLast);
			}
			else {
				this.closing = true;
			}
		}
		if (this.aborted || (this.closing && !this.output.isPending())) {
			end();
			return;
		}
		if (this.halfClosing && !this.halfClosed && !this.output.isPending()) {
			this.halfClosed = true;
			this.connection.shutdownOutput();
		}
		updateInterest();
	}

	private void readLast() {
		if (isReading() && this.unseen) {
			read();
			settle();
		}
	}

	private void updateInterest() {
		SelectionKey key = this.key;
		int operations = ((isReading()) ? SelectionKey.OP_READ : 0)
				| ((this.output.isPending()) ? SelectionKey.OP_WRITE : 0);
		try {
			if (key != null && key.interestOps() != operations) {
				key.interestOps(operations);
			}
		}
		catch (CancelledKeyException ex) {
			// another thread has just aborted the connection, and left a task that ends
			// it
		}
	}

	private void end() {
		leaveLoop();
		this.output.close();
		this.calls.connectionLost();
		leave();
	}

	private void leaveLoop() {
		this.over = true;
		this.closing = true;
		if (this.key != null) {
			this.key.cancel();
		}
	}

	private void leave() {
		this.loop.remove();
		this.calls.requestOver();
	}

	/**
	 * Take the connection from the loop, in the middle of a call perhaps.
	 * @return what is unread and unsent
	 */
	Leftovers detach() {
		leaveLoop();
		this.output.release();
		this.loop.execute(this::leave);
		return new Leftovers(this.input.takeUnread(), this.output.close());
	}

	/**
	 * Send bytes. Safe in any thread.
	 * @param data the bytes
	 * @return whether there is room for more
	 */
	boolean write(ByteBuffer data) {
		if (this.closing || this.halfClosing) {
			data.position(data.limit());
			return false;
		}
		boolean called = this.calls.isCalling();
		boolean room = this.output.write(data, called);
		if (!called && (this.output.isPending() || this.output.failure() != null)) {
			settleSoon();
		}
		return room;
	}

	private void settleSoon() {
		if (this.settling.compareAndSet(false, true)) {
			this.loop.execute(() -> {
				this.settling.set(false);
				settle();
			});
		}
	}

	void pauseReading() {
		this.paused = true;
		if (!this.calls.isCalling()) {
			settleSoon();
		}
	}

	void resumeReading() {
		this.paused = false;
		this.loop.execute(this::readOn);
	}

	void setProtocol(StreamProtocol protocol) {
		this.calls.setProtocol(protocol);
		if (!this.calls.isCalling() || (this.input.hasUnread() && !this.input.isOffering())) {
			this.loop.execute(this::readOn);
		}
	}

	void execute(Runnable task) {
		this.loop.execute(() -> {
			if (this.over) {
				task.run();
			}
			else {
				call((transport) -> task.run());
			}
		});
	}

	void halfClose() {
		this.halfClosing = true;
		if (!this.calls.isCalling()) {
			settleSoon();
		}
	}

	/**
	 * Close when everything is sent. Safe in any thread.
	 * @return whether the loop does that
	 */
	boolean close() {
		if (this.over) {
			return false;
		}
		this.closing = true;
		if (!this.calls.isCalling()) {
			settleSoon();
		}
		return true;
	}

	void abort() {
		this.aborted = true;
		this.closing = true;
		if (!this.over) {
			settleSoon();
		}
	}

	void endWhenIdle() {
		this.loop.execute(() -> {
			// what has come already is served
			this.unseen = true;
			this.stopping = true;
			settle();
		});
	}

	/**
	 * End what takes too long. Safe in any thread.
	 * @param now the time
	 */
	void expire(long now) {
		if (!this.over && isLate(now)) {
			this.loop.execute(this::expireNow);
		}
	}

	private boolean isLate(long now) {
		return this.deadlines.isLate(now, this.input, this.output, isReading());
	}

	private void expireNow() {
		long now = System.nanoTime();
		if (this.over || !this.opened || !isLate(now)) {
			return;
		}
		SocketTimeoutException write = this.deadlines.writeTimeout(now, this.output);
		if (write != null) {
			lose(write);
			return;
		}
		SocketTimeoutException read = this.deadlines.readTimeout(now, this.input);
		if (read == null) {
			this.closing = true;
			settle();
			return;
		}
		this.failure = read;
		call((transport) -> {
			throw read;
		});
	}

	private boolean isIdle() {
		return !this.paused && !this.input.hasUnread() && !this.output.isPending();
	}

	boolean isReading() {
		return !this.paused && !this.closing && !this.over && !this.inputEnded && !this.output.isFull();
	}

	boolean isClosing() {
		return this.closing;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

	LoopConnection connection() {
		return this.connection;
	}

	EventLoop loop() {
		return this.loop;
	}

}
