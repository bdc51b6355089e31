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

package io.github.socketserver.clients;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with the sockets of {@code java.net} and many clients at once.
 */
class RawSocketClientTests {

	@EverySetup(types = ServerType.TCP, notOnEventLoop = "the handler waits for input")
	void socketOfTheJdk(Setup setup) throws Exception {
		try (RunningServer running = Tools.upper(setup); Socket socket = new Socket()) {
			socket.setSoTimeout((int) Client.LIMIT_MILLIS);
			socket.connect(running.address());
			BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream()));
			for (String line : List.of("hello", "world")) {
				socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
				assertThat(reader.readLine()).isEqualTo(line.toUpperCase(Locale.ROOT));
			}
			socket.shutdownOutput();
			assertThat(reader.readLine()).isNull();
		}
	}

	@EverySetup(types = ServerType.UDP)
	void datagramSocketOfTheJdk(Setup setup) throws Exception {
		try (RunningServer running = Tools.upper(setup); DatagramSocket socket = new DatagramSocket()) {
			socket.setSoTimeout((int) Client.LIMIT_MILLIS);
			byte[] data = "hello".getBytes(StandardCharsets.UTF_8);
			socket.send(new DatagramPacket(data, data.length, running.address()));
			DatagramPacket reply = new DatagramPacket(new byte[100], 100);
			socket.receive(reply);
			assertThat(reply.getSocketAddress()).isEqualTo(running.address());
			assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8)).isEqualTo("HELLO\n");
		}
	}

	@EverySetup
	void manyClientsAtOnceGetTheirOwnReplies(Setup setup) throws Exception {
		int clients = 8;
		ExecutorService executor = Executors.newFixedThreadPool(clients);
		try (RunningServer running = setup.echoing().run()) {
			List<Future<Void>> futures = new ArrayList<>();
			for (int i = 0; i < clients; i++) {
				String name = "client " + i + " line ";
				futures.add(executor.submit(() -> {
					for (int j = 0; j < 50; j++) {
						assertThat(running.ask(name + j)).isEqualTo(name + j);
					}
					return null;
				}));
			}
			for (Future<Void> future : futures) {
				future.get(1, TimeUnit.MINUTES);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void lineThatArrivesByteByByte(Setup setup) throws Exception {
		try (RunningServer running = Tools.upper(setup)) {
			Client client = running.connect();
			for (byte next : "hello\r\n".getBytes(StandardCharsets.UTF_8)) {
				client.send(new byte[] { next });
				Thread.yield();
			}
			assertThat(client.receiveLine()).isEqualTo("HELLO");
		}
	}

}
