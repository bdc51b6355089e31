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

package io.github.socketserver.benchmarks.peers;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import org.jspecify.annotations.Nullable;

/**
 * Gets the length and the body of a frame in turn, and sends both back together.
 */
final class VertxFrames implements Handler<Buffer> {

	private final RecordParser parser;

	private final NetSocket socket;

	private @Nullable Buffer length;

	VertxFrames(RecordParser parser, NetSocket socket) {
		this.parser = parser;
		this.socket = socket;
	}

	@Override
	public void handle(Buffer part) {
		if (this.length == null) {
			this.length = part;
			this.parser.fixedSizeMode(part.getInt(0));
		}
		else {
			this.socket.write(this.length.appendBuffer(part));
			this.length = null;
			this.parser.fixedSizeMode(Integer.BYTES);
		}
	}

}
