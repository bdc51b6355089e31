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

package io.github.socketserver.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;

/**
 * The listeners of a server as one that never throws.
 */
final class ServerListeners implements ServerListener {

	private final List<ServerListener> listeners;

	private final ServerLog log;

	ServerListeners(List<ServerListener> listeners, ServerLog log) {
		this.listeners = listeners;
		this.log = log;
	}

	@Override
	public void serverStarted(SocketServer server) {
		tell((listener) -> listener.serverStarted(server));
	}

	@Override
	public void serverStopped(SocketServer server) {
		tell((listener) -> listener.serverStopped(server));
	}

	@Override
	public void serverFailed(SocketServer server, Throwable failure) {
		tell((listener) -> listener.serverFailed(server, failure));
	}

	@Override
	public void acceptFailed(SocketServer server, IOException failure) {
		tell((listener) -> listener.acceptFailed(server, failure));
	}

	@Override
	public void datagramDropped(SocketServer server, Rejection reason) {
		tell((listener) -> listener.datagramDropped(server, reason));
	}

	@Override
	public void requestReceived(Request request) {
		tell((listener) -> listener.requestReceived(request));
	}

	@Override
	public void requestDenied(Request request, @Nullable Exception failure) {
		tell((listener) -> listener.requestDenied(request, failure));
	}

	@Override
	public void requestRejected(Request request, Rejection reason) {
		tell((listener) -> listener.requestRejected(request, reason));
	}

	@Override
	public void requestStarted(Request request) {
		tell((listener) -> listener.requestStarted(request));
	}

	@Override
	public void requestFinished(Request request, @Nullable Throwable failure) {
		tell((listener) -> listener.requestFinished(request, failure));
	}

	@Override
	public void requestClosed(Request request) {
		tell((listener) -> listener.requestClosed(request));
	}

	@Override
	public void childStarted(SocketServer server, Duration startTime) {
		tell((listener) -> listener.childStarted(server, startTime));
	}

	@Override
	public void childEnded(SocketServer server, ChildEnd end) {
		tell((listener) -> listener.childEnded(server, end));
	}

	@Override
	public void childrenChanged(SocketServer server, int active, int spare) {
		tell((listener) -> listener.childrenChanged(server, active, spare));
	}

	private void tell(Consumer<ServerListener> event) {
		for (ServerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				this.log.hookFailed("A listener", ex);
			}
		}
	}

}
