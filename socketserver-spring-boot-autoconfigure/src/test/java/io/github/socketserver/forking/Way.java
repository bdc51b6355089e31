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

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;

/**
 * How to serve connections: children have to do it as threads do.
 */
enum Way {

	FORKING_TCP(ServerType.TCP, true),

	THREADING_TCP(ServerType.TCP, false),

	FORKING_UNIX(ServerType.UNIX_STREAM, true),

	THREADING_UNIX(ServerType.UNIX_STREAM, false);

	private final ServerType type;

	private final boolean forking;

	Way(ServerType type, boolean forking) {
		this.type = type;
		this.forking = forking;
	}

	ServerType type() {
		return this.type;
	}

	boolean isForking() {
		return this.forking;
	}

	ForkedSetup setup(Class<? extends Handler<Request>> handlerType) {
		ForkedSetup setup = ForkedSetup.of(this.type, handlerType);
		return this.forking ? setup : setup.threading();
	}

	@Override
	public String toString() {
		return this.type + (this.forking ? ", forking" : ", threading");
	}

}
