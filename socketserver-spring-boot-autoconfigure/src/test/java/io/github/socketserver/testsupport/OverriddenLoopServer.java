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
import java.net.SocketAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.eventloop.EventLoopGroup;
import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.server.ServerOptions;

/**
 * An event-loop server whose overridable methods are all overridden.
 */
final class OverriddenLoopServer extends EventLoopServer {

	// A connection that a test holds up has its loop to itself
	private static final int LOOPS = 16;

	private final Overrides overrides;

	OverriddenLoopServer(SocketAddress address, Supplier<? extends Handler<Request>> handlers, ServerOptions options,
			Around around) {
		super(address, () -> new HandlerProtocol(handlers.get()), options, new EventLoopGroup(LOOPS));
		this.overrides = new Overrides(around);
	}

	@Override
	protected void serverBind() throws IOException {
		this.overrides.runIo("serverBind", super::serverBind);
	}

	@Override
	protected void serverActivate() throws IOException {
		this.overrides.runIo("serverActivate", super::serverActivate);
	}

	@Override
	protected @Nullable Request getRequest() throws IOException {
		return this.overrides.getRequest(super::getRequest);
	}

	@Override
	protected boolean verifyRequest(Request request) throws Exception {
		return this.overrides.verifyRequest(request, super::verifyRequest);
	}

	@Override
	protected void processRequest(Request request) {
		this.overrides.run("processRequest", request, super::processRequest);
	}

	@Override
	protected void finishRequest(Request request) throws Exception {
		this.overrides.runChecked("finishRequest", request, super::finishRequest);
	}

	@Override
	protected void handleError(Request request, Exception error) {
		this.overrides.run("handleError", request, (failed) -> super.handleError(failed, error));
	}

	@Override
	protected void shutdownRequest(Request request) {
		this.overrides.run("shutdownRequest", request, super::shutdownRequest);
	}

	@Override
	protected void closeRequest(Request request) {
		this.overrides.run("closeRequest", request, super::closeRequest);
	}

	@Override
	protected void handleTimeout() {
		this.overrides.run("handleTimeout", super::handleTimeout);
	}

	@Override
	protected void serviceActions() {
		this.overrides.run("serviceActions", super::serviceActions);
	}

}
