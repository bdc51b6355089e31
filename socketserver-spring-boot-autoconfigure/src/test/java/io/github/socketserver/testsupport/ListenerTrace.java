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

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;

/**
 * Notes what a listener is told.
 *
 * @param trace where to
 */
public record ListenerTrace(Trace trace) implements ServerListener {

	@Override
	public void serverStarted(SocketServer server) {
		this.trace.add("serverStarted");
	}

	@Override
	public void serverStopped(SocketServer server) {
		this.trace.add("serverStopped");
	}

	@Override
	public void serverFailed(SocketServer server, Throwable failure) {
		this.trace.add("serverFailed");
	}

	@Override
	public void acceptFailed(SocketServer server, IOException failure) {
		this.trace.add("acceptFailed");
	}

	@Override
	public void datagramDropped(SocketServer server, Rejection reason) {
		this.trace.add("datagramDropped " + reason);
	}

	@Override
	public void requestReceived(Request request) {
		this.trace.add("requestReceived");
	}

	@Override
	public void requestDenied(Request request, @Nullable Exception failure) {
		this.trace.add((failure != null) ? "requestDenied with failure" : "requestDenied");
	}

	@Override
	public void requestRejected(Request request, Rejection reason) {
		this.trace.add("requestRejected " + reason);
	}

	@Override
	public void requestStarted(Request request) {
		this.trace.add("requestStarted");
	}

	@Override
	public void requestFinished(Request request, @Nullable Throwable failure) {
		this.trace.add((failure != null) ? "requestFinished with failure" : "requestFinished");
	}

	@Override
	public void requestClosed(Request request) {
		this.trace.add("requestClosed");
	}

}
