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

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.FrameTooLongException;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the properties that act on what handlers read and write.
 */
class RequestPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class));

	private final ApplicationContextRunner lineRunner = this.contextRunner
		.withUserConfiguration(LineConfiguration.class)
		.withPropertyValues("socketserver.servers.lines.address=127.0.0.1", "socketserver.servers.lines.port=0");

	private final ApplicationContextRunner packetRunner = this.contextRunner
		.withUserConfiguration(PacketConfiguration.class)
		.withPropertyValues("socketserver.servers.packets.address=127.0.0.1", "socketserver.servers.packets.port=0",
				"socketserver.servers.packets.socket-type=datagram");

	@ParameterizedTest
	@CsvSource({ "ISO-8859-1, 2", "UTF-8, 3", ", 3" })
	void charsetIsThatOfTexts(String charset, int expectedBytes) {
		ApplicationContextRunner runner = (charset != null)
				? this.lineRunner.withPropertyValues("socketserver.servers.lines.charset=" + charset) : this.lineRunner;
		runner.run((context) -> {
			try (Socket socket = LoopbackClient.connect(context, "lines")) {
				LoopbackClient.send(socket, "umlaut\n");
				assertThat(socket.getInputStream().readAllBytes())
					.isEqualTo("\u00fc\n".getBytes((charset != null) ? charset : "UTF-8"))
					.hasSize(expectedBytes);
			}
		});
	}

	@Test
	void charsetIsThatOfLinesReceived() {
		this.lineRunner.withPropertyValues("socketserver.servers.lines.charset=ISO-8859-1").run((context) -> {
			try (Socket socket = LoopbackClient.connect(context, "lines")) {
				LoopbackClient.send(socket, "\u00e4\n");
				assertThat(LoopbackClient.readLine(socket)).isEqualTo("2 characters");
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "10B, 10, 10 characters", "10B, 11, limit 10", "2KB, 2048, 2048 characters", "2KB, 2049, limit 2048",
			", 65536, 65536 characters", ", 65537, limit 65536" })
	void maxFrameLengthLimitsLines(String maxFrameLength, int length, String answer) {
		ApplicationContextRunner runner = (maxFrameLength != null)
				? this.lineRunner.withPropertyValues("socketserver.servers.lines.max-frame-length=" + maxFrameLength)
				: this.lineRunner;
		runner.run((context) -> assertThat(LoopbackClient.ask(context, "lines", "a".repeat(length) + "\n"))
			.isEqualTo(answer + "\n"));
	}

	@ParameterizedTest
	@CsvSource({ "16B, 16, 16 bytes", "16B, 17, 16 bytes truncated", ", 8192, 8192 bytes",
			", 8193, 8192 bytes truncated" })
	void maxPacketSizeLimitsDatagrams(String maxPacketSize, int length, String answer) {
		ApplicationContextRunner runner = (maxPacketSize != null)
				? this.packetRunner.withPropertyValues("socketserver.servers.packets.max_packet_size=" + maxPacketSize)
				: this.packetRunner;
		runner.run((context) -> assertThat(LoopbackClient.askDatagram(context, "packets", "a".repeat(length)))
			.isEqualTo(answer));
	}

	@ParameterizedTest
	@CsvSource({ "deliver, 16 bytes truncated/1 bytes", "DROP, 1 bytes", ", 16 bytes truncated/1 bytes" })
	void truncatedDatagramIsDeliveredOrDropped(String truncated, String answers) {
		ApplicationContextRunner runner = this.packetRunner.withPropertyValues(
				"socketserver.servers.packets.max_packet_size=16B",
				"socketserver.servers.packets.concurrency=synchronous");
		if (truncated != null) {
			runner = runner.withPropertyValues("socketserver.defaults.truncated=" + truncated);
		}
		runner.run((context) -> {
			try (DatagramSocket socket = new DatagramSocket()) {
				socket.connect(InetAddress.getLoopbackAddress(), LoopbackClient.port(context, "packets"));
				socket.setSoTimeout(10_000);
				socket.send(new DatagramPacket(new byte[17], 17));
				socket.send(new DatagramPacket(new byte[1], 1));
				List<String> replies = new ArrayList<>();
				while (!replies.contains("1 bytes")) {
					DatagramPacket reply = new DatagramPacket(new byte[100], 100);
					socket.receive(reply);
					replies.add(new String(reply.getData(), 0, reply.getLength()));
				}
				assertThat(replies).containsExactly(answers.split("/"));
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class LineConfiguration {

		@Bean
		@RequestHandler
		StreamHandler lines() {
			return (request) -> {
				try {
					String line = request.input().readLine();
					request.output().write("umlaut".equals(line) ? "\u00fc\n" : line.length() + " characters\n");
				}
				catch (FrameTooLongException ex) {
					request.output().write("limit " + ex.getLimit() + "\n");
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PacketConfiguration {

		@Bean
		@RequestHandler
		DatagramHandler packets() {
			return (request) -> request
				.reply(request.packet().length + " bytes" + (request.isTruncated() ? " truncated" : ""));
		}

	}

}
