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
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The output of a connection for error handlers and others that know only streams.
 */
final class LoopOutputStream extends OutputStream {

	private final LoopConnection connection;

	LoopOutputStream(LoopConnection connection) {
		this.connection = connection;
	}

	@Override
	public void write(int value) {
		this.connection.write(new byte[] { (byte) value });
	}

	@Override
	public void write(byte[] data, int offset, int length) {
		this.connection.write(ByteBuffer.wrap(data, offset, length));
	}

	@Override
	public void close() throws IOException {
		this.connection.halfClose();
	}

}
