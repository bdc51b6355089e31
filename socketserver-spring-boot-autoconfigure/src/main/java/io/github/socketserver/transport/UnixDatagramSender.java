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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;

/**
 * Sends through the descriptor of a Unix datagram socket, from any thread.
 */
final class UnixDatagramSender implements DatagramSender {

	private static final long SEND_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	// sun_path of unix(7)
	private static final int LONGEST_NAME = 108;

	private final Socket socket;

	private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

	private volatile boolean closed;

	UnixDatagramSender(Socket socket) {
		this.socket = socket;
	}

	@Override
	public void send(byte[] data, SocketAddress target) throws IOException {
		byte[] name = NativeUnixAddress.name(target).getBytes(StandardCharsets.UTF_8);
		if (name.length == 0) {
			throw new SocketException("The client has no address to reply to");
		}
		if (name.length > LONGEST_NAME) {
			throw new SocketException("Unix domain path too long");
		}
		ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, data.length));
		try {
			buffer.writeBytes(data);
			send(buffer.nioBuffer(), name, target);
		}
		finally {
			buffer.release();
		}
	}

	private void send(ByteBuffer data, byte[] name, SocketAddress target) throws IOException {
		long begin = System.nanoTime();
		long pause = TimeUnit.MILLISECONDS.toNanos(1);
		while (!trySend(data, name, target)) {
			// Not through Netty's queue: there one such receiver delays all others. And
			// no
			// selector tells when the queue of a receiver has room again.
			if (System.nanoTime() - begin > SEND_TIMEOUT) {
				throw new ConnectException("%s does not receive, its queue stays full".formatted(target));
			}
			try {
				TimeUnit.NANOSECONDS.sleep(pause);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("Interrupted while the queue of %s was full".formatted(target));
			}
			pause = Math.min(2 * pause, LONGEST_PAUSE);
		}
	}

	private boolean trySend(ByteBuffer data, byte[] name, SocketAddress target) throws IOException {
		// The descriptor must not be closed, and given to somebody else, meanwhile
		this.lock.readLock().lock();
		try {
			if (this.closed) {
				throw new ClosedChannelException();
			}
			int sent = this.socket.sendToDomainSocket(data, data.position(), data.limit(), name);
			// Netty has no way to tell an empty datagram that was sent from a full queue
			return sent > 0 || !data.hasRemaining();
		}
		catch (FileNotFoundException ex) {
			throw gone(target, ex);
		}
		catch (Errors.NativeIoException ex) {
			if (ex.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE
					|| ex.expectedErr() == Errors.ERRNO_ECONNRESET_NEGATIVE) {
				throw gone(target, ex);
			}
			throw new IOException("Cannot send to %s: %s".formatted(target, ex.getMessage()), ex);
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	private static ConnectException gone(SocketAddress target, IOException cause) {
		ConnectException gone = new ConnectException("Nobody receives on %s any longer".formatted(target));
		gone.initCause(cause);
		return gone;
	}

	void markClosed() {
		this.closed = true;
	}

	/**
	 * Close the descriptor when nobody sends through it.
	 * @param close closes it
	 */
	void close(Runnable close) {
		this.closed = true;
		this.lock.writeLock().lock();
		try {
			close.run();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
