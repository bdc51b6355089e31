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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests with {@code nc} and {@code socat}, by which people try a server.
 */
class CommandLineClientTests {

	@EverySetup(types = ServerType.TCP, notOnEventLoop = "the handler waits for input")
	void netcatOverTcp(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("nc")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\nworld\n", "nc", "-N", "127.0.0.1", port(running))).isEqualTo("HELLO\nWORLD\n");
		}
	}

	@EverySetup(types = ServerType.UNIX_STREAM)
	void netcatOverAUnixSocket(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("nc")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "nc", "-N", "-U", running.address().toString())).isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.UDP)
	void netcatOverUdp(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("nc")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "nc", "-u", "-w", "1", "127.0.0.1", port(running))).isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.TCP)
	void socatOverTcp(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("socat")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "socat", "-t5", "-", "TCP:127.0.0.1:" + port(running)))
				.isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.UNIX_STREAM)
	void socatOverAUnixSocket(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("socat")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "socat", "-t5", "-", "UNIX-CONNECT:" + running.address()))
				.isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.UDP)
	void socatOverUdp(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("socat")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "socat", "-t1", "-", "UDP:127.0.0.1:" + port(running)))
				.isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void socatOverUnixDatagrams(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("socat")).isTrue();
		try (RunningServer running = Tools.upper(setup)) {
			assertThat(Tools.run("hello\n", "socat", "-t1", "-",
					"UNIX-CONNECT:%s,socktype=2,bind=%s.client".formatted(running.address(), running.address())))
				.isEqualTo("HELLO\n");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void socatSendsUnixDatagrams(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("socat")).isTrue();
		BlockingQueue<String> messages = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> messages.add(request.input().readLine())).run()) {
			Tools.run("hello from socat\n", "socat", "-u", "-", "UNIX-SENDTO:" + running.address());
			assertThat(messages.poll(Client.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("hello from socat");
		}
	}

	@EverySetup(types = ServerType.UNIX_DATAGRAM)
	void loggerOverUnixDatagrams(Setup setup) throws Exception {
		assumeThat(Tools.isInstalled("logger")).isTrue();
		BlockingQueue<String> messages = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> messages.add(request.input().readLine())).run()) {
			Tools.run("", "logger", "-u", running.address().toString(), "-d", "-t", "test", "hello from logger");
			assertThat(messages.poll(Client.LIMIT_MILLIS, TimeUnit.MILLISECONDS)).contains("test", "hello from logger");
		}
	}

	private static String port(RunningServer running) {
		return String.valueOf(((InetSocketAddress) running.address()).getPort());
	}

}
