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

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests with clients in Python.
 */
class PythonClientTests {

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void pythonTalksToAStreamServer(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("python3")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(python(running, "hello", "world")).isEqualTo("HELLO\nWORLD\nend\n");
			assertThat(python(running, "again")).isEqualTo("AGAIN\nend\n");
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void pythonTalksToADatagramServer(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("python3")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(python(running, "hello", "world")).isEqualTo("HELLO\nWORLD\n");
			assertThat(python(running, "again")).isEqualTo("AGAIN\n");
		}
	}

	private static String python(RunningServer running, String... lines) throws Exception {
		Path script = Path.of(PythonClientTests.class.getResource("/clients/ask.py").toURI());
		List<String> command = new ArrayList<>(List.of("python3", script.toString()));
		boolean datagram = running.server().type().requestType() == DatagramRequest.class;
		if (running.address() instanceof InetSocketAddress address) {
			command.add((datagram) ? "udp" : "tcp");
			command.addAll(List.of(address.getAddress().getHostAddress(), String.valueOf(address.getPort())));
		}
		else {
			command.addAll(List.of((datagram) ? "unix-datagram" : "unix", running.address().toString()));
			if (datagram) {
				command.add(running.address() + ".client");
			}
		}
		command.addAll(List.of(lines));
		return Tools.run("", command.toArray(String[]::new));
	}

}
