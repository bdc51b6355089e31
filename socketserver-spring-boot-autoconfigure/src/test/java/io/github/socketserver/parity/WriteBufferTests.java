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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import org.awaitility.Awaitility;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for output that is held: whatever a client waits for, it gets.
 */
class WriteBufferTests {

	private static final int SIZE = 4096;

	private static final int LARGE = 16 * 1024 * 1024;

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM },
			notOnEventLoop = "what a call writes is sent when it returns")
	void writesAreSentOneByOneUnlessConfigured(Setup setup) throws Exception {
		CompletableFuture<Boolean> behind = new CompletableFuture<>();
		try (RunningServer server = setup.handling((request) -> behind.complete(fallsBehind(request))).run()) {
			assertThat(((StreamClient) server.connect()).receiveAll()).hasSize(1000);
			assertThat(behind.get()).isFalse();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void smallWritesAreHeldAndSentWhenTheHandlerEnds(Setup setup) throws Exception {
		CompletableFuture<Boolean> behind = new CompletableFuture<>();
		try (RunningServer server = buffering(setup, (request) -> behind.complete(fallsBehind(request)))) {
			assertThat(((StreamClient) server.connect()).receiveAll()).hasSize(1000);
			assertThat(behind.get()).isTrue();
		}
	}

	private static boolean fallsBehind(Request request) throws IOException {
		boolean behind = false;
		for (int written = 1; written <= 1000; written++) {
			request.output().write('x');
			behind |= request.bytesSent() < written;
		}
		return behind;
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void questionOfOtherPartyIsAnsweredBeforeTheHandlerWaitsForInput(Setup setup) throws Exception {
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write("your name? ");
			request.output().write("please\n");
			String name = request.input().readLine();
			request.output().write("hello " + name + "\n");
		})) {
			Client client = server.connect();
			assertThat(client.receiveLine()).isEqualTo("your name? please");
			client.send("ann\n");
			assertThat(client.receiveLine()).isEqualTo("hello ann");
		}
	}

	/**
	 * The second request is there already when the first is answered, and its handling
	 * waits for something that happens only after the client has seen the first answer.
	 */
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void answerToPipelinedRequestIsSentWhileTheNextOneIsHandled(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write(request.input().readLine() + "\n");
			String second = request.input().readLine();
			gate.pass();
			request.output().write(second + "\n");
		})) {
			Client client = server.connect();
			client.send("first\nsecond\n");
			assertThat(client.receiveLine()).isEqualTo("first");
			gate.open();
			assertThat(client.receiveLine()).isEqualTo("second");
		}
	}

	/**
	 * To hold so much takes longer than the time after which it is sent.
	 */
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void outputThatIsHeldSlowlyIsSentWhileTheHandlerIsBusy(Setup setup) throws Exception {
		Gate gate = new Gate();
		byte[] answer = new byte[LARGE];
		answer[LARGE - 1] = '\n';
		try (RunningServer server = setup.handling((request) -> {
			request.output().write(answer);
			gate.pass();
		}).with((options) -> options.writeBufferSize(LARGE)).run()) {
			assertThat(server.connect().receiveLine()).hasSize(LARGE - 1);
			gate.open();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void handlersOfTwoPartiesThatAnswerEachOtherGoOnUnderPipelinedInput(Setup setup) throws Exception {
		if (setup.isSynchronous()) {
			return;
		}
		int rounds = 100;
		LinkedBlockingQueue<Request> players = new LinkedBlockingQueue<>();
		try (RunningServer server = buffering(setup, (request) -> {
			players.add(request);
			for (String line = request.input().readLine(); line != null; line = request.input().readLine()) {
				if (line.isEmpty()) {
					continue;
				}
				for (Request player : players) {
					if (player != request) {
						player.output().write(line + "\n");
					}
				}
			}
		})) {
			Client ping = server.connect();
			Client pong = server.connect();
			await(players, 2);
			for (int round = 0; round < rounds; round++) {
				ping.send("ping\n\n\n");
				assertThat(pong.receiveLine()).isEqualTo("ping");
				pong.send("pong\n\n\n");
				assertThat(ping.receiveLine()).isEqualTo("pong");
			}
		}
	}

	private static void await(LinkedBlockingQueue<?> queue, int size) {
		Awaitility.await().until(() -> queue.size() == size);
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void writeOfAnotherThreadIsSentAtOnceBehindWhatIsHeld(Setup setup) throws Exception {
		Gate gate = new Gate();
		CompletableFuture<Long> sent = new CompletableFuture<>();
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write("held ");
			Thread other = new Thread(() -> {
				try {
					request.output().write("pushed\n");
					sent.complete(request.bytesSent());
				}
				catch (IOException ex) {
					sent.completeExceptionally(ex);
				}
			});
			other.start();
			gate.pass();
		})) {
			Client client = server.connect();
			assertThat(sent.get()).isEqualTo("held pushed\n".length());
			assertThat(client.receiveLine()).isEqualTo("held pushed");
			gate.open();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void nothingIsHeldAfterDetach(Setup setup) throws Exception {
		List<Long> sent = new ArrayList<>();
		CompletableFuture<Request> detached = new CompletableFuture<>();
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write("before ");
			request.detach();
			sent.add(request.bytesSent());
			request.output().write("after\n");
			sent.add(request.bytesSent());
			detached.complete(request);
		})) {
			Client client = server.connect();
			assertThat(client.receiveLine()).isEqualTo("before after");
			detached.get().close();
			assertThat(sent).containsExactly(7L, 13L);
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void whatIsHeldIsSentAtFlushAtHalfCloseAndAtClose(Setup setup) throws Exception {
		CompletableFuture<Long> flushed = new CompletableFuture<>();
		CompletableFuture<Long> closed = new CompletableFuture<>();
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write("1");
			request.output().flush();
			flushed.complete(request.bytesSent());
			request.output().write("2");
			request.close();
			closed.complete(request.bytesSent());
		})) {
			assertThat(((StreamClient) server.connect()).receiveAll()).isEqualTo("12".getBytes());
			assertThat(flushed.get()).isEqualTo(1);
			assertThat(closed.get()).isEqualTo(2);
		}
		try (RunningServer server = buffering(setup, (request) -> {
			request.output().write("bye\n");
			request.output().close();
			request.input().readLine();
		})) {
			StreamClient client = (StreamClient) server.connect();
			assertThat(client.receiveAll()).isEqualTo("bye\n".getBytes());
			client.send("bye\n");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void whatFailingHandlerHasWrittenIsSentBeforeWhatItsErrorHandlerWrites(Setup setup) throws Exception {
		try (RunningServer server = setup.handling((request) -> {
			request.output().write("half ");
			throw new IllegalStateException("expected");
		})
			.with((options) -> options.writeBufferSize(SIZE))
			.errorsHandledBy((request, error) -> writeTo(request, "sorry\n"))
			.run()) {
			assertThat(server.connect().receiveLine()).isEqualTo("half sorry");
		}
	}

	private static boolean writeTo(Request request, String text) throws IOException {
		request.output().write(text);
		return true;
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "it has no such option")
	void writesOfAllSizesArriveInOrder(Setup setup) throws Exception {
		byte[] expected = new byte[600_000];
		for (int i = 0; i < expected.length; i++) {
			expected[i] = (byte) (i / 7);
		}
		try (RunningServer server = buffering(setup, (request) -> {
			int length = 1;
			for (int position = 0; position < expected.length; position += length) {
				length = Math.min(1 + (position * 31) % 9000, expected.length - position);
				request.output().write(expected, position, length);
			}
		})) {
			assertThat(((StreamClient) server.connect()).receiveAll()).isEqualTo(expected);
		}
	}

	private static RunningServer buffering(Setup setup, Handler<Request> handler) {
		return setup.handling(handler).with((options) -> options.writeBufferSize(SIZE)).run();
	}

}
