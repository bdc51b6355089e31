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

import java.nio.charset.Charset;
import java.util.function.Consumer;

import io.github.socketserver.Request;
import io.github.socketserver.SocketServer;

/**
 * What all requests of a server have in common.
 *
 * @param server the server
 * @param charset the character set of texts
 * @param maxFrameLength the limit of a line, in bytes
 * @param timeouts how long clients may take
 * @param buffers the buffers of connections
 * @param onClose called once when a request closes
 */
public record RequestContext(SocketServer server, Charset charset, int maxFrameLength, Timeouts timeouts,
		Buffers buffers, Consumer<? super Request> onClose) {

	/**
	 * Return a context for a request inside of another one, which tells of its close.
	 * @return the context
	 */
	public RequestContext withoutClose() {
		return new RequestContext(this.server, this.charset, this.maxFrameLength, this.timeouts, this.buffers,
				(request) -> {
				});
	}

	/**
	 * Return a context with other time-outs.
	 * @param timeouts the time-outs
	 * @return the context
	 */
	public RequestContext withTimeouts(Timeouts timeouts) {
		return new RequestContext(this.server, this.charset, this.maxFrameLength, timeouts, this.buffers, this.onClose);
	}

}
