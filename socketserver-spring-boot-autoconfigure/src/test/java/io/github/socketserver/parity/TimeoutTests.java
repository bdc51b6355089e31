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
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for clients that take too long.
 */
class TimeoutTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final Duration LONG = Duration.ofMinutes(10);

	private final CompletableFuture<Exception> failure = new CompletableFuture<>();

	@Tag("trap-6")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void handlerThatReadsFromSilentClientGetsTimeoutAndCanStillAnswer(Setup setup) throws Exception {
		try (RunningServer server = setup.handling(this::readLineOrApologize)
			.with((options) -> options.timeout(SHORT))
			.run()) {
			StreamClient client = (StreamClient) server.connect();
			client.send("half a line");
			assertThat(client.receiveLine()).isEqualTo("too slow");
			assertThat(client.receive()).isEqualTo(-1);
			assertThat(this.failure.get()).isInstanceOf(SocketTimeoutException.class).hasMessageContaining("'timeout'");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void clientThatIsInTimeIsServed(Setup setup) throws Exception {
		try (RunningServer server = setup.echoing().with((options) -> options.timeout(LONG)).run()) {
			assertThat(server.ask("hello")).isEqualTo("hello");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void timeoutIsTheClientsFaultSoItIsNotLoggedAsError(Setup setup) throws Exception {
		try (Logs logs = new Logs();
				RunningServer server = setup.handling((request) -> request.input().readLine())
					.with((options) -> options.timeout(SHORT))
					.run()) {
			StreamClient client = (StreamClient) server.connect();
			assertThat(client.receive()).isEqualTo(-1);
			await().untilAsserted(() -> assertThat(logs.debug()).anyMatch((line) -> line.contains("ended early")));
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void connectionThatStaysIdleEndsQuietly(Setup setup) throws Exception {
		CompletableFuture<Boolean> data = new CompletableFuture<>();
		try (RunningServer server = setup.handling((request) -> {
			request.input().awaitData();
			request.output().write(request.input().readLine() + "\n");
			data.complete(request.input().awaitData());
			request.output().write("bye\n");
		}).with((options) -> options.timeout(LONG).idleTimeout(SHORT)).run()) {
			StreamClient client = (StreamClient) server.connect();
			client.send("hello\n");
			assertThat(client.receiveLine()).isEqualTo("hello");
			assertThat(client.receiveLine()).isEqualTo("bye");
			assertThat(data.get()).isFalse();
		}
	}

	@Tag("trap-7")
	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void clientThatDripsItsMessageMeetsTheRequestTimeout(Setup setup) throws Exception {
		try (RunningServer server = setup.handling(this::readLineOrApologize)
			.with((options) -> options.timeout(LONG).requestTimeout(SHORT))
			.run()) {
			StreamClient client = (StreamClient) server.connect();
			CompletableFuture<Void> drip = CompletableFuture.runAsync(() -> drip(client));
			assertThat(this.failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketTimeoutException.class)
				.hasMessageContaining("'request-timeout'");
			drip.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void eachMessageHasTheRequestTimeoutForItself() throws Exception {
		Duration wait = Duration.ofSeconds(2);
		try (RunningServer server = Setup.TCP.handling((request) -> {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
		}).with((options) -> options.requestTimeout(wait)).run()) {
			StreamClient client = (StreamClient) server.connect();
			long begin = System.nanoTime();
			while (System.nanoTime() - begin < wait.plus(wait.dividedBy(2)).toNanos()) {
				client.send("hello\n");
				assertThat(client.receiveLine()).isEqualTo("hello");
			}
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "no write blocks")
	void clientThatDoesNotReadIsCutOff(Setup setup) throws Exception {
		try (RunningServer server = setup.handling((request) -> {
			try {
				request.output().write(new byte[64 * 1024 * 1024]);
			}
			catch (IOException ex) {
				this.failure.complete(ex);
				throw ex;
			}
		}).with((options) -> options.timeout(SHORT)).run()) {
			server.connect();
			assertThat(this.failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketTimeoutException.class)
				.hasMessageContaining("has taken nothing");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void handlerCanSetTheTimeoutOfItsRequest(Setup setup) throws Exception {
		AtomicReference<StreamRequest> seen = new AtomicReference<>();
		try (RunningServer server = setup.handling((request) -> {
			seen.set((StreamRequest) request);
			((StreamRequest) request).setTimeout(SHORT);
			readLineOrApologize(request);
		}).with((options) -> options.timeout(Duration.ZERO)).run()) {
			StreamClient client = (StreamClient) server.connect();
			assertThat(client.receiveLine()).isEqualTo("too slow");
			assertThatIllegalArgumentException().isThrownBy(() -> seen.get().setTimeout(Duration.ofSeconds(-1)));
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM }, notOnEventLoop = "the handler waits for input")
	void withoutTimeoutHandlerWaitsUntilTheServerStops(Setup setup) throws Exception {
		try (RunningServer server = setup.handling(this::readLineOrApologize)
			.with((options) -> options.timeout(Duration.ZERO))
			.run()) {
			server.connect();
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> this.failure.get(700, TimeUnit.MILLISECONDS));
			server.server().closeNow();
			assertThat(this.failure.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
		}
	}

	private void readLineOrApologize(Request request) throws IOException {
		try {
			request.input().readLine();
			this.failure.complete(new IOException("the line was complete"));
		}
		catch (IOException ex) {
			this.failure.complete(ex);
			if (request.isOpen()) {
				request.output().write("too slow\n");
			}
		}
	}

	private void drip(StreamClient client) {
		try {
			while (!this.failure.isDone()) {
				client.send("x");
				TimeUnit.MILLISECONDS.sleep(10);
			}
		}
		catch (IOException | InterruptedException ex) {
			// the server has closed
		}
	}

}
