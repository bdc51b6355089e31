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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;

/**
 * The main class of a process with a server that has children, see {@link ServerProcess}.
 */
public final class ServerProgram {

	private ServerProgram() {
	}

	/**
	 * Serve until somebody ends this process.
	 * @param arguments the class of the handlers, how many seconds the grace period has,
	 * the options of the children's JVMs
	 */
	public static void main(String[] arguments) {
		Forking forking = new Forking(ChildMain.program(arguments[0]),
				ForkingOptions.builder()
					.spareChildren(1)
					.jvmOptions(Arrays.asList(arguments).subList(2, arguments.length))
					.build());
		TcpServer server = new TcpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), forking.handler(),
				ServerOptions.builder()
					.name("program")
					.shutdownGracePeriod(Duration.ofSeconds(Long.parseLong(arguments[1])))
					.processor(forking::processor)
					.build());
		server.setHooks(new ServerHooks(List.of(), List.of(), List.of(), List.of(), List.of(new ServerListener() {

			@Override
			public void childStarted(SocketServer server, Duration startTime) {
				System.out.println("child started");
			}

		})));
		Runtime.getRuntime().addShutdownHook(new Thread(server::close));
		server.start();
		System.out.println("port " + ((InetSocketAddress) server.serverAddress()).getPort());
		server.serveForever();
	}

}
