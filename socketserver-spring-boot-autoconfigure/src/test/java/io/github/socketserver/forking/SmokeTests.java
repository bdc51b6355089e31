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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;

import static org.assertj.core.api.Assertions.assertThat;

class SmokeTests {

	@Test
	void smoke() throws Exception {
		Forking forking = Forking.of(Pid.class);
		TcpServer server = new TcpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), forking.handler(),
				ServerOptions.builder().name("x").processor(forking::processor).build());
		server.start();
		Thread t = new Thread(server::serveForever);
		t.start();
		for (int i = 0; i < 50; i++) {
			long a = System.nanoTime();
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(),
					((InetSocketAddress) server.serverAddress()).getPort())) {
				socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
				socket.shutdownOutput();
				String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				System.out.println(reply.strip() + " " + (System.nanoTime() - a) / 1000);
				assertThat(reply).startsWith("hello 1 ");
			}
		}
		server.close();
	}

	static final class Pid extends StreamRequestHandler {

		static int count;

		@Override
		protected void handle() throws IOException {
			request().output()
				.write(request().input().readLine() + " " + ++count + " " + ProcessHandle.current().pid() + " "
						+ request().clientAddress() + "\n");
		}

	}

}
