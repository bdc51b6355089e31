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

package io.github.socketserver.testsupport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestInputStream;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.StreamRequest;

/**
 * Lets a handler serve one line, or what comes before the end of the input, on an event
 * loop: when that is complete, the handler gets it as its whole input, and then the
 * connection is closed. So whatever does not wait for more input behaves as on a thread.
 */
final class HandlerProtocol implements StreamProtocol {

	private final Handler<Request> handler;

	private boolean handled;

	HandlerProtocol(Handler<Request> handler) {
		this.handler = handler;
	}

	@Override
	public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
		byte[] line = (!this.handled) ? Frames.readUntil(data, '\n', Integer.MAX_VALUE) : null;
		if (line != null) {
			handle(connection, ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').array());
		}
	}

	@Override
	public void eofReceived(Connection connection) throws Exception {
		if (!this.handled) {
			byte[] rest = new byte[connection.unread().remaining()];
			connection.unread().get(rest);
			handle(connection, rest);
		}
	}

	private void handle(Connection connection, byte[] input) throws Exception {
		this.handled = true;
		HandledRequest request = new HandledRequest(connection,
				new RequestInputStream(new ByteArrayInputStream(input)));
		this.handler.handle(request);
		if (!request.detached) {
			connection.close();
		}
	}

	/**
	 * A connection with an input.
	 */
	private static final class HandledRequest implements StreamRequest {

		private final Connection connection;

		private final RequestInputStream input;

		private boolean detached;

		HandledRequest(Connection connection, RequestInputStream input) {
			this.connection = connection;
			this.input = input;
		}

		@Override
		public String id() {
			return this.connection.id();
		}

		@Override
		public SocketServer server() {
			return this.connection.server();
		}

		@Override
		public SocketAddress clientAddress() {
			return this.connection.clientAddress();
		}

		@Override
		public SocketAddress localAddress() {
			return this.connection.localAddress();
		}

		@Override
		public Optional<Principal> principal() {
			return this.connection.principal();
		}

		@Override
		public Map<String, Object> attributes() {
			return this.connection.attributes();
		}

		@Override
		public RequestInputStream input() {
			return this.input;
		}

		@Override
		public RequestOutputStream output() {
			return this.connection.output();
		}

		@Override
		public long bytesReceived() {
			return this.connection.bytesReceived();
		}

		@Override
		public long bytesSent() {
			return this.connection.bytesSent();
		}

		@Override
		public void setTimeout(Duration timeout) {
			this.connection.setTimeout(timeout);
		}

		@Override
		public <T> void setOption(SocketOption<T> name, T value) throws IOException {
			this.connection.setOption(name, value);
		}

		@Override
		public void detach() {
			this.detached = true;
			this.connection.detach();
		}

		@Override
		public boolean isOpen() {
			return this.connection.isOpen();
		}

		@Override
		public void close() {
			this.connection.close();
		}

		@Override
		public String toString() {
			return this.connection.toString();
		}

	}

}
