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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;

/**
 * A server type and a strategy.
 *
 * @param type the type
 * @param strategy the strategy
 */
public record Setup(ServerType type, Strategy strategy) {

	public static final Setup TCP = new Setup(ServerType.TCP, Strategy.PLATFORM_THREADS);

	public static final Setup UNIX = new Setup(ServerType.UNIX_STREAM, Strategy.PLATFORM_THREADS);

	public static final Setup UDP = new Setup(ServerType.UDP, Strategy.PLATFORM_THREADS);

	public static final Setup UNIX_DATAGRAM = new Setup(ServerType.UNIX_DATAGRAM, Strategy.PLATFORM_THREADS);

	public static final Setup SYNCHRONOUS_TCP = new Setup(ServerType.TCP, Strategy.SYNCHRONOUS);

	/**
	 * Begin a server with one handler for all requests.
	 * @param handler the handler
	 * @return the beginnings of a server
	 */
	public TestServer handling(Handler<Request> handler) {
		return new TestServer(this, () -> handler);
	}

	/**
	 * Begin a server with a handler for each request.
	 * @param handlers gives the handlers
	 * @return the beginnings of a server
	 */
	public TestServer handledBy(Supplier<? extends Handler<Request>> handlers) {
		return new TestServer(this, handlers);
	}

	/**
	 * Begin a server that sends each line back.
	 * @return the beginnings of a server
	 */
	public TestServer echoing() {
		return handling((request) -> request.output().write(request.input().readLine() + "\n"));
	}

	public boolean isDatagram() {
		return this.type.requestType() == DatagramRequest.class;
	}

	public boolean isUnix() {
		return this.type == ServerType.UNIX_STREAM || this.type == ServerType.UNIX_DATAGRAM;
	}

	public boolean isSynchronous() {
		return this.strategy == Strategy.SYNCHRONOUS;
	}

	/**
	 * Return an address that nobody has: a free port, or a path in a folder of its own.
	 * @return the address
	 */
	public SocketAddress newAddress() {
		return isUnix() ? UnixDomainSocketAddress.of(newPath())
				: new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

	private static Path newPath() {
		try {
			Path folder = Files.createTempDirectory("socketserver");
			folder.toFile().deleteOnExit();
			return folder.resolve("server.sock");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.type + ", " + this.strategy.name().toLowerCase().replace('_', ' ');
	}

}
