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

package io.github.socketserver.sample;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the sample, started as a whole.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "socketserver.servers.upper.port=0", "socketserver.servers.upper-udp.port=0" })
class SampleApplicationTests {

	private static final int TIMEOUT_MILLIS = 10_000;

	@TempDir
	private static Path folder;

	@Value("${local.socketserver.upper.port}")
	private int tcpPort;

	@Value("${local.socketserver.upper-udp.port}")
	private int udpPort;

	@Value("${local.socketserver.upper-unix.path}")
	private Path path;

	@LocalServerPort
	private int httpPort;

	@DynamicPropertySource
	static void unixSocket(DynamicPropertyRegistry properties) {
		properties.add("socketserver.servers.upper-unix.path", () -> folder.resolve("sample.sock").toString());
	}

	@Test
	void tcpServerAnswersLines() throws IOException {
		assertThat(askTcp("hello\nworld\n")).isEqualTo("HELLO\nWORLD\n");
	}

	@Test
	void udpServerAnswersDatagrams() throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			byte[] data = "hello\n".getBytes(StandardCharsets.UTF_8);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), this.udpPort));
			DatagramPacket reply = new DatagramPacket(new byte[100], 100);
			socket.receive(reply);
			assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8)).isEqualTo("HELLO\n");
		}
	}

	@Test
	void unixServerAnswersLines() throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			channel.write(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)));
			channel.shutdownOutput();
			assertThat(Channels.newInputStream(channel).readAllBytes()).asString().isEqualTo("HELLO\n");
		}
		assertThat(Files.getPosixFilePermissions(this.path)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
	}

	@Test
	void logShowsCommandsToTry(CapturedOutput output) {
		assertThat(output).contains("Try 'upper':  printf 'hello\\n' | nc -N 127.0.0.1 " + this.tcpPort,
				"Try 'upper-udp':  printf 'hello\\n' | nc -u -w 1 127.0.0.1 " + this.udpPort,
				"Try 'upper-unix':  printf 'hello\\n' | socat - UNIX-CONNECT:" + this.path);
	}

	@Test
	void actuatorShowsTheRequests() throws Exception {
		askTcp("hello\n");
		await().untilAsserted(
				() -> assertThat(metric("socketserver.requests?tag=server:upper&tag=outcome:SUCCESS")).contains("COUNT")
					.contains("transport"));
		assertThat(metric("socketserver.connections.accepted?tag=server:upper"))
			.contains("\"baseUnit\":\"connections\"");
	}

	private String metric(String name) throws Exception {
		URI uri = URI.create("http://127.0.0.1:%d/actuator/metrics/%s".formatted(this.httpPort, name));
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private String askTcp(String text) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.tcpPort)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
