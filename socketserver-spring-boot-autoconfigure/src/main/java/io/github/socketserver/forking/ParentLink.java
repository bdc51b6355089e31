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

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import io.github.socketserver.SocketServer;
import io.github.socketserver.transport.Link;

/**
 * The client's socket, as far as a child can reach it through its parent.
 */
final class ParentLink implements Link {

	private final ParentConnection connection;

	private final RequestHeader header;

	private volatile boolean handled;

	private volatile boolean outputShut;

	private volatile boolean open = true;

	ParentLink(ParentConnection connection, RequestHeader header) {
		this.connection = connection;
		this.header = header;
	}

	@Override
	public SocketAddress clientAddress() {
		return this.header.client();
	}

	@Override
	public SocketAddress localAddress(SocketServer server) {
		return this.header.local();
	}

	@Override
	public Optional<Principal> principal() {
		return this.header.principal().isEmpty() ? Optional.empty()
				: Optional.of(new NamedPrincipal(this.header.principal()));
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		requireOpen();
		return this.connection.read(target);
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		requireOutput();
		return (int) this.connection.send(FrameType.DATA, source);
	}

	@Override
	public long write(ByteBuffer[] sources) throws IOException {
		return write(sources, 0, sources.length);
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
		requireOutput();
		return this.connection.send(FrameType.DATA, Arrays.copyOfRange(sources, offset, offset + length));
	}

	private void requireOutput() throws IOException {
		requireOpen();
		if (this.outputShut) {
			throw new ClosedChannelException();
		}
	}

	private void requireOpen() throws IOException {
		if (!this.open) {
			throw new ClosedChannelException();
		}
	}

	@Override
	public <T> void setOption(SocketOption<T> name, T value) throws IOException {
		requireOpen();
		this.connection.call(FrameType.OPTION, SocketOptionCodec.toBytes(name, value));
	}

	@Override
	public void timeoutChanged(Duration timeout) {
		try {
			this.connection.send(FrameType.TIMEOUT, ByteBuffer.allocate(Long.BYTES).putLong(timeout.toNanos()).flip());
		}
		catch (IOException ex) {
			// the next read or write finds out
		}
	}

	@Override
	public void shutdownInput() throws IOException {
		this.connection.shutdownInput();
	}

	/**
	 * Let the parent tell the client that nothing more will come. When the handler has
	 * returned, the parent does so by itself, but not before its error handlers, which
	 * may write something.
	 */
	@Override
	public void shutdownOutput() throws IOException {
		requireOpen();
		this.outputShut = true;
		if (!this.handled) {
			this.connection.send(FrameType.HALF_CLOSE);
		}
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * Note that the handler has returned, so that the close that follows is the usual
	 * one.
	 */
	void handled() {
		this.handled = true;
	}

	@Override
	public void close() throws IOException {
		if (!this.open) {
			return;
		}
		this.open = false;
		if (!this.handled) {
			this.connection.send(FrameType.CLOSE);
			this.connection.shutdownInput();
		}
	}

	/**
	 * Who the client is, by name.
	 *
	 * @param getName the name
	 */
	private record NamedPrincipal(String getName) implements Principal {

		@Override
		public String toString() {
			return this.getName;
		}

	}

}
