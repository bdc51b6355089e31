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

package io.github.socketserver.benchmarks.peers;

import java.util.Locale;
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;

/**
 * Vert.x on Netty's epoll. Arguments: the first port, the path.
 */
public final class VertxServer {

	private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)
		.setEventLoopPoolSize(Endpoints.LOOPS)
		.setWorkerPoolSize(Endpoints.WORKERS));

	private VertxServer() {
	}

	/**
	 * Listen on all endpoints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		Endpoints endpoints = Endpoints.of(args, 0);
		VertxServer server = new VertxServer();
		server.bind(SocketAddress.inetSocketAddress(endpoints.echo(), "0.0.0.0"), VertxServer::echo);
		server.bind(SocketAddress.inetSocketAddress(endpoints.lines(), "0.0.0.0"), VertxServer::upper);
		server.bind(SocketAddress.inetSocketAddress(endpoints.frames(), "0.0.0.0"), VertxServer::frames);
		server.bind(SocketAddress.inetSocketAddress(endpoints.slow1(), "0.0.0.0"), (socket) -> server.slow(socket, 1));
		server.bind(SocketAddress.inetSocketAddress(endpoints.slow50(), "0.0.0.0"),
				(socket) -> server.slow(socket, 50));
		server.bind(SocketAddress.domainSocketAddress(endpoints.path()), VertxServer::echo);
		DatagramSocket datagrams = server.vertx.createDatagramSocket();
		datagrams.handler((packet) -> datagrams.send(packet.data(), packet.sender().port(), packet.sender().host()));
		datagrams.listen(endpoints.datagram(), "0.0.0.0").await();
		Endpoints.ready();
	}

	private void bind(SocketAddress address, Consumer<NetSocket> answer) {
		this.vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true))
			.connectHandler(answer::accept)
			.listen(address)
			.await();
	}

	private static void echo(NetSocket socket) {
		socket.handler(RecordParser.newDelimited("\n", (line) -> socket.write(line.appendByte((byte) '\n'))));
	}

	private static void upper(NetSocket socket) {
		socket.handler(RecordParser.newDelimited("\n",
				(line) -> socket.write(line.toString().toUpperCase(Locale.ROOT) + "\n")));
	}

	private static void frames(NetSocket socket) {
		RecordParser parser = RecordParser.newFixed(Integer.BYTES);
		parser.handler(new VertxFrames(parser, socket));
		socket.handler(parser);
	}

	private void slow(NetSocket socket, long millis) {
		socket.handler(RecordParser.newDelimited("\n", (line) -> this.vertx.<Buffer>executeBlocking(() -> {
			Thread.sleep(millis);
			return line.appendByte((byte) '\n');
		}, false).onSuccess(socket::write)));
	}

}
