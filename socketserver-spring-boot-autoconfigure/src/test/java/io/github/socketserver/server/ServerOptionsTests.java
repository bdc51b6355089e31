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

package io.github.socketserver.server;

import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for options: their values, and which server honours which.
 */
class ServerOptionsTests {

	private static final Map<String, Consumer<ServerOptionsBuilder>> OPTIONS = Map.of("allow-reuse-address",
			(options) -> options.allowReuseAddress(true), "allow-reuse-port", (options) -> options.allowReusePort(true),
			"disable-nagle-algorithm", (options) -> options.disableNagleAlgorithm(true), "keep-alive",
			(options) -> options.keepAlive(true), "max-packet-size", (options) -> options.maxPacketSize(100),
			"path-permissions", (options) -> options.pathPermissions(Set.of()), "request-queue-size",
			(options) -> options.requestQueueSize(5), "receive-buffer-size",
			(options) -> options.receiveBufferSize(4096), "truncated",
			(options) -> options.truncated(Truncated.DELIVER), "broadcast", (options) -> options.broadcast(false));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			TCP         | path-permissions max-packet-size truncated broadcast
			UDP         | path-permissions request-queue-size disable-nagle-algorithm keep-alive
			UNIX_STREAM | allow-reuse-address allow-reuse-port disable-nagle-algorithm keep-alive max-packet-size \
			              truncated broadcast
			UNIX_DATAGRAM | request-queue-size allow-reuse-address allow-reuse-port disable-nagle-algorithm \
			              keep-alive receive-buffer-size broadcast
			""")
	void optionsThatAServerCannotHonourAreRefused(ServerType type, String refused) {
		OPTIONS.forEach((name, option) -> {
			TestServer server = new Setup(type, Strategy.PLATFORM_THREADS).echoing().with(option);
			if (List.of(refused.split(" +")).contains(name)) {
				assertThatExceptionOfType(InvalidServerOptionException.class).as(name)
					.isThrownBy(server::create)
					.satisfies((failure) -> assertThat(failure.getOption()).isEqualTo(name))
					.withMessageContaining(type.toString());
			}
			else {
				assertThat(server.create()).as(name).isNotNull();
			}
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 65_536 })
	void packetSizeOutOfRangeIsRefused(int size) {
		assertThatExceptionOfType(InvalidServerOptionException.class)
			.isThrownBy(() -> ServerOptions.builder().maxPacketSize(size))
			.satisfies((failure) -> {
				assertThat(failure.getOption()).isEqualTo("max-packet-size");
				assertThat(failure.getValue()).isEqualTo(String.valueOf(size));
				assertThat(failure.getReason()).startsWith("Expected");
			});
	}

	@Test
	void valuesBelowTheirMinimumAreRefused() {
		ServerOptionsBuilder options = ServerOptions.builder();
		List<Runnable> calls = List.of(() -> options.requestQueueSize(0), () -> options.receiveBufferSize(0),
				() -> options.sendBufferSize(0), () -> options.maxFrameLength(0), () -> options.maxConnections(0),
				() -> options.shutdownGracePeriod(Duration.ofMillis(-1)));
		assertThat(calls)
			.allSatisfy((call) -> assertThatExceptionOfType(InvalidServerOptionException.class).isThrownBy(call::run));
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16", "UTF-32", "IBM037" })
	void charsetInWhichLinesCannotBeToldIsRefused(String charset) {
		assertThatExceptionOfType(InvalidServerOptionException.class)
			.isThrownBy(() -> ServerOptions.builder().charset(Charset.forName(charset)))
			.satisfies((failure) -> assertThat(failure.getOption()).isEqualTo("charset"));
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void charsetAppliesToLinesAndTexts(Setup setup) throws Exception {
		TestServer server = setup.echoing().with((options) -> options.charset(StandardCharsets.ISO_8859_1));
		try (RunningServer running = server.run()) {
			Client client = running.connect();
			client.send("\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
			// 0xfc alone is no UTF-8, in which the client reads
			assertThat(client.receiveLine()).isEqualTo("\ufffd");
		}
	}

	@Tag("trap-22")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void maxFrameLengthBoundsLines(Setup setup) throws Exception {
		List<Exception> errors = new CopyOnWriteArrayList<>();
		Trace trace = new Trace();
		try (RunningServer running = setup.echoing()
			.with((options) -> options.maxFrameLength(5))
			.errorsHandledBy((request, error) -> errors.add(error))
			.toldTo(new ListenerTrace(trace))
			.run()) {
			assertThat(running.ask("12345")).isEqualTo("12345");
			running.connect().send("1234567\n");
			trace.await("requestFinished with failure");
			assertThat(errors).singleElement().isInstanceOf(FrameTooLongException.class);
		}
	}

	@Test
	void handlerWithStateCannotBeShared() {
		BaseRequestHandler<Request> handler = new BaseRequestHandler<>() {

			@Override
			protected void handle() {
			}

		};
		SocketAddress address = Setup.TCP.newAddress();
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpServer(address, handler))
			.withMessageContaining("factory");
		assertThatIllegalArgumentException().isThrownBy(() -> new UdpServer(address, handler))
			.withMessageContaining("factory");
		assertThatIllegalArgumentException().isThrownBy(() -> new UnixStreamServer(Path.of("server.sock"), handler))
			.withMessageContaining("factory");
	}

}
