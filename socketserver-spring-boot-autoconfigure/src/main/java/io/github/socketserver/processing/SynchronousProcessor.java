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

package io.github.socketserver.processing;

import io.github.socketserver.Request;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestProcessor;

/**
 * Processes one request after the other, on the serving thread. Meanwhile other clients
 * wait in the kernel's queue. Python: a server class without a mix-in.
 */
public final class SynchronousProcessor implements RequestProcessor {

	private static final int DEFAULT_MAX_CONNECTIONS = 200;

	@Override
	public void process(Request request, RequestPipeline pipeline) {
		pipeline.process(request);
	}

	@Override
	public int defaultMaxConnections() {
		return DEFAULT_MAX_CONNECTIONS;
	}

	@Override
	public void close() {
	}

	@Override
	public String toString() {
		return "synchronous";
	}

}
