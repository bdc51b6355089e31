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

package io.github.socketserver.pressure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Setup;

/**
 * The program that {@link DescriptorLimitTests} runs with few descriptors: an echo server
 * that prints its port and how often it has tried in vain to take a request.
 */
public final class DescriptorLimitServer {

	private DescriptorLimitServer() {
	}

	/**
	 * Serve until killed.
	 * @param arguments none
	 * @throws Exception if the server cannot serve
	 */
	public static void main(String[] arguments) throws Exception {
		Setup setup = Setup.TCP;
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger failures = new AtomicInteger();
		Around counting = Around.method("getRequest", (hook, request, original) -> {
			calls.incrementAndGet();
			return original.call();
		});
		ServerListener printing = new ServerListener() {

			@Override
			public void acceptFailed(SocketServer server, IOException failure) {
				if (failures.getAndIncrement() == 0) {
					calls.set(1);
				}
				System.out.println("calls after failures " + calls);
				System.out.println("failures " + failures);
			}

		};
		// loads the classes that are needed once descriptors are short
		BaseServer server = setup.echoing().overriding(counting).toldTo(printing).create();
		server.start();
		int port = ((InetSocketAddress) server.serverAddress()).getPort();
		Thread serving = new Thread(server::serveForever);
		serving.start();
		try (Client client = Client.connect(ServerType.TCP, server.serverAddress())) {
			client.send("warm\n");
			client.receiveLine();
		}
		System.out.println("port " + port);
		serving.join();
	}

}
