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

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.StreamRequest;

/**
 * A server of connections over a Unix socket. Python: {@code UnixStreamServer}.
 * <p>
 * The file of the socket is removed when the server closes, and one that a killed server
 * has left is removed when it starts. A live socket, and any file that is no socket, is
 * left alone and fails the start.
 */
public class UnixStreamServer extends TcpServer {

	/**
	 * Create a server with one handler for all requests.
	 * @param path the path of the socket
	 * @param handler the handler
	 * @throws IllegalArgumentException if the handler cannot be shared
	 */
	public UnixStreamServer(Path path, Handler<? super StreamRequest> handler) {
		this(path, handler, ServerOptions.defaults());
	}

	/**
	 * Create a server with one handler for all requests.
	 * @param path the path of the socket
	 * @param handler the handler
	 * @param options the options
	 * @throws IllegalArgumentException if the handler cannot be shared or Unix sockets
	 * have not such an option
	 */
	public UnixStreamServer(Path path, Handler<? super StreamRequest> handler, ServerOptions options) {
		super(UnixDomainSocketAddress.of(path), options.forThreads(), HandlerFactory.<StreamRequest>shared(handler));
	}

	/**
	 * Create a server with a handler for each request.
	 * @param path the path of the socket
	 * @param handlers gives the handlers
	 */
	public UnixStreamServer(Path path, Supplier<? extends Handler<? super StreamRequest>> handlers) {
		this(path, handlers, ServerOptions.defaults());
	}

	/**
	 * Create a server with a handler for each request.
	 * @param path the path of the socket
	 * @param handlers gives the handlers
	 * @param options the options
	 * @throws IllegalArgumentException if Unix sockets have not such an option
	 */
	public UnixStreamServer(Path path, Supplier<? extends Handler<? super StreamRequest>> handlers,
			ServerOptions options) {
		super(UnixDomainSocketAddress.of(path), options.forThreads(), (HandlerFactory<StreamRequest>) handlers::get);
	}

}
