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

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;

/**
 * Carries the bytes of one request between its streams and a child. What comes from the
 * client is copied on a thread of its own.
 */
final class Relay {

	private static final int BUFFER_SIZE = 64 * 1024;

	// Most requests are short
	private static final int FIRST_BUFFER_SIZE = 8 * 1024;

	private final Request request;

	private final Child child;

	private final ChildConnection connection;

	private final int number;

	private volatile boolean over;

	private volatile boolean inputFailed;

	private boolean clientGone;

	Relay(Request request, Child child) {
		this.request = request;
		this.child = child;
		this.connection = child.connection();
		this.number = child.request();
	}

	/**
	 * Work until the child says that the request is over.
	 * @param threads gives a thread for what comes from the client
	 * @return what the handler threw, or {@code null}
	 * @throws ProtocolException if the child has sent what no child sends
	 * @throws IOException if the connection to the child has ended before
	 */
	@Nullable ForkedHandlerException run(Executor threads) throws IOException {
		try {
			if (!(this.request instanceof DatagramRequest)) {
				threads.execute(this::sendInput);
			}
			FrameType type = this.connection.nextFrame();
			while (type != FrameType.DONE) {
				if (type == FrameType.DATA) {
					sendOutput();
				}
				else {
					receive(type, this.connection.readFrame());
				}
				type = this.connection.nextFrame();
			}
			return outcome(this.connection.readFrame());
		}
		finally {
			this.over = true;
			this.connection.close();
		}
	}

	private static @Nullable ForkedHandlerException outcome(byte[] frame) throws IOException {
		try {
			return Outcome.read(input(frame));
		}
		catch (EOFException ex) {
			throw new ProtocolException("an outcome that ends too early");
		}
	}

	private void sendInput() {
		byte[] buffer = new byte[FIRST_BUFFER_SIZE];
		try {
			for (int count = readInput(buffer); count >= 0; count = readInput(buffer)) {
				this.connection.send(ByteBuffer.wrap(buffer, 0, count));
				if (count == FIRST_BUFFER_SIZE) {
					buffer = new byte[BUFFER_SIZE];
				}
			}
			if (!this.over && !this.inputFailed) {
				this.connection.sendEnd();
			}
		}
		catch (IOException ex) {
			// the child reads no more
		}
	}

	private int readInput(byte[] buffer) {
		try {
			return this.request.input().read(buffer, 0, buffer.length);
		}
		catch (IOException ex) {
			if (!(ex instanceof ClosedChannelException) || !this.request.isOpen()) {
				// the child reads what came before and must not take the end for a
				// regular one, so it ends when the child knows
				this.inputFailed = true;
				order(Order.RESET);
			}
			// else a write took too long, and who wrote is about to tell
			return -1;
		}
	}

	private void sendOutput() throws IOException {
		byte[] buffer = new byte[Math.min(BUFFER_SIZE, this.connection.remaining())];
		for (int count = this.connection.readSome(buffer); count > 0; count = this.connection.readSome(buffer)) {
			if (this.clientGone) {
				continue;
			}
			try {
				this.request.output().write(buffer, 0, count);
			}
			catch (IOException ex) {
				this.clientGone = true;
				order((ex instanceof SocketTimeoutException) ? Order.WRITE_TIMEOUT : Order.RESET);
			}
		}
	}

	private void receive(FrameType type, byte[] frame) throws IOException {
		switch (type) {
			case HALF_CLOSE -> closeOutput();
			case REPLY -> this.child.process()
				.order(Order.RESULT, this.number, CallResult.of(() -> ((DatagramRequest) this.request).reply(frame)));
			case OPTION -> this.child.process()
				.order(Order.RESULT, this.number,
						CallResult.of(() -> SocketOptionCodec.apply(input(frame), this.request)));
			case TIMEOUT -> setTimeout(frame);
			case CLOSE -> this.request.close();
			case RESET_NOTED -> endInput();
			default -> throw new ProtocolException("an unexpected frame of type " + type);
		}
	}

	private void endInput() throws IOException {
		if (this.inputFailed) {
			this.connection.sendEnd();
		}
	}

	private void closeOutput() {
		try {
			this.request.output().close();
		}
		catch (IOException ex) {
			this.clientGone = true;
			order(Order.RESET);
		}
	}

	private void setTimeout(byte[] frame) throws IOException {
		long nanos = (frame.length == Long.BYTES) ? ByteBuffer.wrap(frame).getLong() : -1;
		if (nanos < 0) {
			throw new ProtocolException("a time-out that is none");
		}
		if (this.request instanceof StreamRequest stream) {
			stream.setTimeout(Duration.ofNanos(nanos));
		}
	}

	private void order(Order order) {
		if (!this.over) {
			this.child.process().order(order, this.number);
		}
	}

	private static DataInputStream input(byte[] frame) {
		return new DataInputStream(new ByteArrayInputStream(frame));
	}

}
