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

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerOptionsBuilder;

/**
 * The beginnings of a server.
 */
public final class TestServer {

	private final Setup setup;

	private final Supplier<? extends Handler<Request>> handlers;

	private final ServerOptionsBuilder options = ServerOptions.builder();

	private final List<RequestVerifier> verifiers = new ArrayList<>();

	private final List<RequestInterceptor> interceptors = new ArrayList<>();

	private final List<RequestErrorHandler> errorHandlers = new ArrayList<>();

	private final List<ServerSocketCustomizer> customizers = new ArrayList<>();

	private final List<ServerListener> listeners = new ArrayList<>();

	private SocketAddress address;

	private Around around = Around.nothing();

	TestServer(Setup setup, Supplier<? extends Handler<Request>> handlers) {
		this.setup = setup;
		this.handlers = handlers;
		this.address = setup.newAddress();
		setup.strategy().configure(this.options);
	}

	public TestServer at(SocketAddress address) {
		this.address = address;
		return this;
	}

	public TestServer with(Consumer<ServerOptionsBuilder> options) {
		options.accept(this.options);
		return this;
	}

	public TestServer overriding(Around around) {
		this.around = around;
		return this;
	}

	public TestServer verifiedBy(RequestVerifier verifier) {
		this.verifiers.add(verifier);
		return this;
	}

	public TestServer interceptedBy(RequestInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	public TestServer errorsHandledBy(RequestErrorHandler errorHandler) {
		this.errorHandlers.add(errorHandler);
		return this;
	}

	public TestServer customizedBy(ServerSocketCustomizer customizer) {
		this.customizers.add(customizer);
		return this;
	}

	public TestServer toldTo(ServerListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Create the server.
	 * @return the server, not started
	 */
	public BaseServer create() {
		BaseServer server = (this.setup.strategy() == Strategy.EVENT_LOOP)
				? new OverriddenLoopServer(this.address, this.handlers, this.options.build(), this.around)
				: createOther();
		server.setHooks(new ServerHooks(this.verifiers, this.interceptors, this.errorHandlers, this.customizers,
				this.listeners));
		return server;
	}

	private BaseServer createOther() {
		return switch (this.setup.type()) {
			case TCP -> new OverriddenServers.Tcp(this.address, this.handlers, this.options.build(), this.around);
			case UDP -> new OverriddenServers.Udp(this.address, this.handlers, this.options.build(), this.around);
			case UNIX_STREAM -> new OverriddenServers.Unix(((UnixDomainSocketAddress) this.address).getPath(),
					this.handlers, this.options.build(), this.around);
			case UNIX_DATAGRAM -> new OverriddenServers.UnixDatagram(((UnixDomainSocketAddress) this.address).getPath(),
					this.handlers, this.options.build(), this.around);
		};
	}

	/**
	 * Create the server and serve on a thread of its own.
	 * @return the running server
	 */
	public RunningServer run() {
		return RunningServer.of(create());
	}

}
