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

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.Trace;

/**
 * Starts event-loop servers.
 */
final class EventLoopFixture {

	static final int MAX_LENGTH = 64 * 1024;

	private EventLoopFixture() {
	}

	static RunningServer run(ServerType type, Supplier<? extends StreamProtocol> protocols) {
		return run(type, protocols, (options) -> {
		});
	}

	static RunningServer run(ServerType type, Supplier<? extends StreamProtocol> protocols,
			Consumer<ServerOptionsBuilder> options) {
		return run(type, protocols, options, ServerHooks.none());
	}

	static RunningServer run(ServerType type, Supplier<? extends StreamProtocol> protocols,
			Consumer<ServerOptionsBuilder> options, ServerHooks hooks) {
		EventLoopServer server = create(type, protocols, options);
		server.setHooks(hooks);
		return RunningServer.of(server);
	}

	static ServerHooks toldTo(Trace trace) {
		return new ServerHooks(List.of(), List.of(), List.of(), List.of(), List.of(new ListenerTrace(trace)));
	}

	static ServerHooks errorsHandledBy(RequestErrorHandler errorHandler) {
		return new ServerHooks(List.of(), List.of(), List.of(errorHandler), List.of(), List.of());
	}

	static EventLoopServer create(ServerType type, Supplier<? extends StreamProtocol> protocols,
			Consumer<ServerOptionsBuilder> options) {
		ServerOptionsBuilder builder = ServerOptions.builder();
		options.accept(builder);
		return new EventLoopServer(newAddress(type), protocols, builder.build());
	}

	static SocketAddress newAddress(ServerType type) {
		return new Setup(type, Strategy.PLATFORM_THREADS).newAddress();
	}

	/**
	 * Send every line back, and stop reading while the client does not take them.
	 */
	static void echo(Connection connection, ByteBuffer data) throws Exception {
		boolean goesOn = true;
		for (String line = Frames.readLine(data, MAX_LENGTH); line != null; line = (goesOn)
				? Frames.readLine(data, MAX_LENGTH) : null) {
			goesOn = connection.write(line + "\n");
		}
	}

}
