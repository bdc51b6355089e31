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

package io.github.socketserver.parity;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the output of stream requests.
 */
class SocketWriterTests {

	private static final int LARGE = 16 * 1024 * 1024;

	@Tag("parity-23")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			notOnEventLoop = "what a call writes is sent when it returns")
	void outputBelongsToTheSocketOfTheRequest(Setup setup) throws Exception {
		AtomicLong sent = new AtomicLong();
		try (RunningServer running = setup.handling((request) -> {
			assertThat(request.output()).isInstanceOf(OutputStream.class).isSameAs(request.output());
			request.output().write("12345\n");
			sent.set(request.bytesSent());
		}).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("12345");
			Awaitility.await().untilAsserted(() -> assertThat(sent).hasValue(6));
		}
	}

	@Tag("parity-24")
	@Tag("trap-19")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			notOnEventLoop = "what a call writes is sent when it returns")
	void writeIsSentWithoutFlush(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			request.output().write("first\n");
			gate.pass();
			request.output().write("second\n");
		}).run()) {
			Client client = running.request();
			assertThat(client.receiveLine()).isEqualTo("first");
			gate.open();
			assertThat(client.receiveLine()).isEqualTo("second");
		}
	}

	@Tag("parity-24")
	@Tag("trap-20")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "no write blocks")
	void largeWriteIsWhole(Setup setup) throws Exception {
		byte[] data = new byte[LARGE];
		new Random(24).nextBytes(data);
		AtomicLong sent = new AtomicLong();
		try (RunningServer running = setup.handling((request) -> {
			request.output().write(data);
			sent.set(request.bytesSent());
		}).run()) {
			StreamClient client = (StreamClient) running.request();
			assertThat(client.receiveAll()).isEqualTo(data);
			assertThat(sent).hasValue(LARGE);
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void closedOutputIsAHalfCloseAndTheInputGoesOn(Setup setup) throws Exception {
		BlockingQueue<String> lines = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handling((request) -> {
			request.output().write("bye\n");
			request.output().close();
			lines.add(request.input().readLine());
		}).run()) {
			Client client = running.request();
			assertThat(client.receiveLine()).isEqualTo("bye");
			assertThat(client.receiveLine()).isNull();
			client.send("still here\n");
			assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("still here");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void inputEndsWhereTheClientHalfClosesAndTheReplyStillArrives(Setup setup) throws Exception {
		try (RunningServer running = setup.handling((request) -> {
			byte[] all = request.input().readAllBytes();
			request.output().write(all.length + " bytes\n");
		}).run()) {
			StreamClient client = (StreamClient) running.connect();
			client.send(new byte[100_000]);
			client.shutdownOutput();
			assertThat(client.receiveLine()).isEqualTo("100000 bytes");
		}
	}

	@Tag("trap-13")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			notOnEventLoop = "the handler begins before anything comes")
	void unreadInputDoesNotDestroyTheReply(Setup setup) throws Exception {
		byte[] reply = new byte[32 * 1024];
		Arrays.fill(reply, (byte) 'x');
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			gate.pass();
			request.output().write(reply);
			request.output().write("\n");
		}).run()) {
			Client client = running.connect();
			client.send("nobody reads this");
			gate.open();
			assertThat(client.receiveLine()).hasSize(reply.length);
		}
	}

	@Tag("trap-13")
	@EverySetup(types = ServerType.TCP, notOnEventLoop = "the handler begins before anything comes")
	void clientSeesTheEndAndNoResetAfterUnreadInput(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			gate.pass();
			request.output().write("reply\n");
		}).run()) {
			Client client = running.connect();
			client.send("nobody reads this");
			gate.open();
			assertThat(client.receiveLine()).isEqualTo("reply");
			assertThat(client.receiveLine()).isNull();
		}
	}

}
