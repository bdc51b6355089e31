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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.Handler;
import io.github.socketserver.StreamRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sizes of buffers.
 */
class BufferPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withPropertyValues("socketserver.servers.server.port=0", "socketserver.servers.server.handler=report")
		.withBean("report", ReportingHandler.class);

	@ParameterizedTest
	@CsvSource({ "write-buffer-size, 4KB, 'held true, ahead 99'", "write_buffer_size, 0, 'held false, ahead 99'",
			"read-buffer-size, 10B, 'held false, ahead 9'" })
	void sizeActs(String key, String size, String report) {
		this.contextRunner.withPropertyValues("socketserver.servers.server.%s=%s".formatted(key, size))
			.run((context) -> {
				try (Socket socket = LoopbackClient.connect(context, "server")) {
					LoopbackClient.send(socket, "x".repeat(100));
					assertThat(LoopbackClient.readAll(socket)).endsWith(report);
				}
			});
	}

	@Test
	void commonSizesAreNotMeantForDatagrams() {
		this.contextRunner
			.withPropertyValues("socketserver.defaults.write-buffer-size=4KB",
					"socketserver.servers.packets.socket-type=datagram", "socketserver.servers.packets.port=0",
					"socketserver.servers.packets.handler=packets")
			.withBean("packets", TimeoutPropertiesTests.PacketHandler.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "read-buffer-size", "write-buffer-size" })
	void datagramServerRefusesSize(String key) {
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.socket-type=datagram",
					"socketserver.servers.server.handler=packets", "socketserver.servers.server.%s=5KB".formatted(key))
			.withBean("packets", TimeoutPropertiesTests.PacketHandler.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.server.%s' is '5KB'".formatted(key))
				.hasStackTraceContaining("A udp server has no such option."));
	}

	@ParameterizedTest
	@CsvSource({ "read-buffer-size, 0B, 1", "write-buffer-size, -1B, 0" })
	void impossibleSizeIsRefused(String key, String size, int minimum) {
		this.contextRunner.withPropertyValues("socketserver.servers.server.%s=%s".formatted(key, size))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("'socketserver.servers.server.%s' is '%s'".formatted(key, size))
				.hasStackTraceContaining("Expected at least " + minimum));
	}

	static class ReportingHandler implements Handler<StreamRequest> {

		@Override
		public void handle(StreamRequest request) throws Exception {
			request.input().read();
			int ahead = request.input().available();
			boolean held = false;
			for (int written = 1; written <= 1000; written++) {
				request.output().write('.');
				held |= request.bytesSent() < written;
			}
			request.output().write("held %s, ahead %d".formatted(held, ahead));
			request.input().skipNBytes(99);
		}

	}

}
