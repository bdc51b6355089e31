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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the sample with a process for each request: the child processes start none of
 * its web servers, whose port is taken.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT,
		properties = { "management.server.port=0", "socketserver.defaults.enabled=false",
				"socketserver.servers.forked.enabled=true", "socketserver.servers.forked.port=0",
				"socketserver.servers.forked.handler=upper", "socketserver.servers.forked.concurrency=forking",
				"socketserver.servers.forked.spare-children=0" })
class ForkedSampleTests {

	private static final int TIMEOUT_MILLIS = 60_000;

	@Value("${local.socketserver.forked.port}")
	private int port;

	@Autowired
	private MeterRegistry meters;

	@DynamicPropertySource
	static void webServer(DynamicPropertyRegistry properties) throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			int port = free.getLocalPort();
			properties.add("server.port", () -> port);
		}
	}

	@Test
	void childAnswersLines() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write("hello\nworld\n".getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("HELLO\nWORLD\n");
		}
		assertThat(this.meters.get("socketserver.children.started").counter().count()).isEqualTo(1);
		await().untilAsserted(
				() -> assertThat(this.meters.get("socketserver.children.ended").tag("end", "retired").counter().count())
					.isEqualTo(1));
	}

}
