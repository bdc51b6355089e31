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

import java.util.function.Consumer;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;

/**
 * The beginnings of a server whose handlers run in child processes or, to compare, in
 * threads of this one. Unless told otherwise it has no spare children, so that few
 * processes are started.
 */
final class ForkedSetup {

	/**
	 * The name of the servers.
	 */
	static final String NAME = "forked";

	private final Notes notes = Notes.create();

	private final ChildTrace trace = new ChildTrace();

	private final ForkingOptionsBuilder children = ForkingOptions.builder().spareChildren(0);

	private final Class<? extends Handler<Request>> handlerType;

	private final TestServer server;

	private ChildProgram program;

	private Handler<Request> handler = this::handle;

	private boolean forking = true;

	private ForkedSetup(ServerType type, Class<? extends Handler<Request>> handlerType) {
		this.handlerType = handlerType;
		this.program = ChildMain.program(handlerType.getName());
		this.server = new Setup(type, Strategy.PLATFORM_THREADS).handling((request) -> this.handler.handle(request))
			.with((options) -> options.name(NAME))
			.verifiedBy(this.notes::giveTo)
			.toldTo(this.trace);
	}

	static ForkedSetup of(ServerType type, Class<? extends Handler<Request>> handlerType) {
		return new ForkedSetup(type, handlerType);
	}

	static ForkedSetup tcp(Class<? extends Handler<Request>> handlerType) {
		return of(ServerType.TCP, handlerType);
	}

	ForkedSetup with(Consumer<ServerOptionsBuilder> options) {
		this.server.with(options);
		return this;
	}

	ForkedSetup children(Consumer<ForkingOptionsBuilder> options) {
		options.accept(this.children);
		return this;
	}

	ForkedSetup configured(Consumer<TestServer> configuration) {
		configuration.accept(this.server);
		return this;
	}

	ForkedSetup program(ChildProgram program) {
		this.program = program;
		return this;
	}

	Notes notes() {
		return this.notes;
	}

	/**
	 * Handle requests in threads of this process.
	 * @return this
	 */
	ForkedSetup threading() {
		this.forking = false;
		return this;
	}

	/**
	 * Serve.
	 * @return the running server
	 */
	ForkedServer run() {
		if (this.forking) {
			Forking forking = new Forking(this.program, this.children.build());
			this.handler = forking.handler();
			this.server.with((options) -> options.processor(forking::processor));
		}
		Leftovers leftovers = new Leftovers();
		return new ForkedServer(RunningServer.of(this.server.create()), this.notes, this.trace, leftovers);
	}

	private void handle(Request request) throws Exception {
		this.handlerType.getDeclaredConstructor().newInstance().handle(request);
	}

}
