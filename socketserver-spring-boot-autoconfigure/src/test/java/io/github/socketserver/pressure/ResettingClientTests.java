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

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.StreamClient;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients that go away without a word.
 */
class ResettingClientTests {

	private final Trace trace = new Trace();

	@EverySetup(types = ServerType.TCP, notOnEventLoop = "the handler waits for input")
	void resetInTheMiddleOfAMessageIsLoggedAtDebugLevelOnly(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			request.input().peek();
			this.trace.add("begun");
			request.output().write(request.input().readExactly(10));
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			StreamClient client = (StreamClient) running.connect();
			client.send("half");
			this.trace.await("begun");
			client.reset();
			this.trace.await("requestFinished with failure");
			this.trace.await("requestClosed");
			assertThat(logs.errors()).isEmpty();
			assertThat(logs.warnings()).isEmpty();
			assertThat(logs.debug()).singleElement().asString().contains("ended early");
			StreamClient next = (StreamClient) running.connect();
			next.send("0123456789");
			assertThat(next.receiveLine()).isEqualTo("0123456789");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "no write blocks")
	void clientThatDoesNotWaitForItsReplyIsLoggedAtDebugLevelOnly(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			request.input().peek();
			this.trace.add("begun");
			while (true) {
				request.output().write(new byte[1000]);
			}
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			Client client = running.connect();
			client.send("hello\n");
			this.trace.await("begun");
			client.close();
			this.trace.await("requestFinished with failure");
			this.trace.await("requestClosed");
			assertThat(logs.errors()).isEmpty();
			assertThat(logs.warnings()).isEmpty();
			assertThat(running.thread().isAlive()).isTrue();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void clientsThatGoBeforeTheyAreTakenDoNoHarm(Setup setup) throws Exception {
		BaseServer server = setup.handling((request) -> {
			String line = request.input().readLine();
			if (line != null) {
				request.output().write(line + "\n");
			}
		}).create();
		server.start();
		for (int i = 0; i < 20; i++) {
			StreamClient client = (StreamClient) Client.connect(setup.type(), server.serverAddress());
			if (setup.type() == ServerType.TCP) {
				client.reset();
			}
			client.close();
		}
		try (Logs logs = new Logs(); RunningServer running = RunningServer.of(server)) {
			assertThat(running.ask("served")).isEqualTo("served");
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void ioExceptionOfSomethingElseIsAnErrorAlsoOnAConnection(Setup setup) throws Exception {
		try (Logs logs = new Logs(); RunningServer running = setup.handling((request) -> {
			throw new IOException("the disk");
		}).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
			assertThat(logs.errors()).hasSize(1);
		}
	}

}
