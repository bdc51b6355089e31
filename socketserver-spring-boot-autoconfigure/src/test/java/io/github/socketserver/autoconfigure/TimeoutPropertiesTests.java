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

package io.github.socketserver.autoconfigure;

import java.net.Socket;
import java.net.SocketTimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.StreamRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties that say how long clients may take.
 */
class TimeoutPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean("lines", LineHandler.class)
		.withPropertyValues("socketserver.defaults.handler=lines", "socketserver.servers.server.port=0");

	@ParameterizedTest
	@CsvSource({ "timeout, 'hel', within 'timeout'", "request_timeout, 'hel', within 'request-timeout'",
			"idle-timeout, 'hello\n', idle", "timeout, '', idle" })
	void clientThatIsTooSlowHearsWhy(String key, String sent, String answer) {
		this.contextRunner.withPropertyValues("socketserver.servers.server.%s=100ms".formatted(key)).run((context) -> {
			try (Socket socket = LoopbackClient.connect(context, "server")) {
				LoopbackClient.send(socket, sent);
				assertThat(LoopbackClient.readAll(socket)).contains(answer);
			}
		});
	}

	@Test
	void commonTimeoutIsNotMeantForDatagrams() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.timeout=5s", "socketserver.servers.packets.port=0",
					"socketserver.servers.packets.socket-type=datagram", "socketserver.servers.packets.handler=packets")
			.withBean("packets", PacketHandler.class)
			.run((context) -> assertThat(LoopbackClient.askDatagram(context, "packets", "hello")).isEqualTo("5"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout", "idle-timeout", "request-timeout" })
	void datagramServerRefusesTimeout(String key) {
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.socket-type=datagram",
					"socketserver.servers.server.handler=packets", "socketserver.servers.server.%s=5s".formatted(key))
			.withBean("packets", PacketHandler.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.server.%s' is '5s'".formatted(key))
				.hasStackTraceContaining("A udp server has no such option."));
	}

	@Test
	void negativeTimeoutIsRefused() {
		this.contextRunner.withPropertyValues("socketserver.servers.server.timeout=-1s")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.server.timeout' is '-1s'")
				.hasStackTraceContaining("Expected no less than 0."));
	}

	static class LineHandler implements Handler<StreamRequest> {

		@Override
		public void handle(StreamRequest request) throws Exception {
			try {
				while (request.input().awaitData()) {
					request.input().readLine();
				}
				request.output().write("idle");
			}
			catch (SocketTimeoutException ex) {
				request.output().write(String.valueOf(ex.getMessage()));
			}
		}

	}

	static class PacketHandler implements DatagramHandler {

		@Override
		public void handle(DatagramRequest request) throws Exception {
			request.reply(String.valueOf(request.packet().length));
		}

	}

}
