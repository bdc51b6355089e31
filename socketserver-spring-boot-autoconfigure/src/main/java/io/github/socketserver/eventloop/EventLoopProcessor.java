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
import java.io.UncheckedIOException;

import io.github.socketserver.Request;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestProcessor;

/**
 * Lets the loops of a group serve the connections of a server.
 */
final class EventLoopProcessor implements RequestProcessor {

	private static final int DEFAULT_MAX_CONNECTIONS = 8192;

	private final EventLoopGroup group;

	EventLoopProcessor(EventLoopGroup group) {
		this.group = group;
		group.acquire();
	}

	@Override
	public void process(Request request, RequestPipeline pipeline) {
		if (!(request instanceof LoopConnection connection)) {
			throw new IllegalStateException(
					"An event loop serves only what its server's createRequest returns, not a " + request.getClass());
		}
		try {
			connection.serve(this.group.next(), pipeline);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public int defaultMaxConnections() {
		return DEFAULT_MAX_CONNECTIONS;
	}

	@Override
	public boolean runsOnCurrentThread() {
		return this.group.runsOnCurrentThread();
	}

	@Override
	public void close() {
		this.group.release();
	}

	@Override
	public String toString() {
		return "event-loop";
	}

}
