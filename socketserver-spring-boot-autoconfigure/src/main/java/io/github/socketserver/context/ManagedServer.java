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

package io.github.socketserver.context;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.server.BaseServer;

/**
 * A server with the thread that serves. The thread is no daemon, so it keeps the JVM
 * alive.
 */
final class ManagedServer {

	private final BaseServer server;

	private final boolean autoStartup;

	private @Nullable Thread thread;

	ManagedServer(BaseServer server, boolean autoStartup) {
		this.server = server;
		this.autoStartup = autoStartup;
	}

	BaseServer server() {
		return this.server;
	}

	boolean isAutoStartup() {
		return this.autoStartup;
	}

	void bind() {
		this.server.start();
	}

	synchronized void serve() {
		if (this.thread == null || !this.thread.isAlive()) {
			this.thread = new Thread(this.server::serveForever, "socketserver-" + this.server.name());
			this.thread.start();
		}
	}

	void close() {
		this.server.close();
	}

	void closeNow() {
		this.server.closeNow();
	}

}
