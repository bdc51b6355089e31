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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for input that is read ahead of the handler.
 */
class ReadAheadTests {

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void inputIsReadAheadAsFarAsConfigured(Setup setup) throws Exception {
		assertThat(readAhead(setup, 16)).isEqualTo(15);
		assertThat(readAhead(setup, 8192)).isEqualTo(99);
	}

	private static int readAhead(Setup setup, int bufferSize) throws Exception {
		CompletableFuture<Integer> ahead = new CompletableFuture<>();
		try (RunningServer server = setup.handling((request) -> {
			request.input().read();
			ahead.complete(request.input().available());
		}).with((options) -> options.readBufferSize(bufferSize)).run()) {
			byte[] data = new byte[100];
			Arrays.fill(data, (byte) 'x');
			server.connect().send(new String(data, StandardCharsets.US_ASCII));
			return ahead.get();
		}
	}

	/**
	 * A protocol switch: the second handler begins where the first has stopped, although
	 * more was read ahead.
	 */
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void handlerThatTakesOverFindsWhatWasReadAhead(Setup setup) throws Exception {
		try (RunningServer server = setup.handling((request) -> {
			request.output().write(request.input().readLine() + " accepted\n");
			frames(request);
		}).run()) {
			StreamClient client = (StreamClient) server.connect();
			client.send("upgrade\n\0\3abc\0\2de");
			client.shutdownOutput();
			assertThat(client.receiveAll()).isEqualTo("upgrade accepted\n\0\3abc\0\2de".getBytes());
		}
	}

	private static void frames(Request request) throws IOException {
		for (byte[] frame = request.input().readFrame(2, 100); frame != null; frame = request.input()
			.readFrame(2, 100)) {
			request.output().writeFrame(2, frame);
		}
	}

}
