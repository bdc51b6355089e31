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

package io.github.socketserver.pressure;

import java.io.File;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.AppenderBase;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for a server that runs out of descriptors: {@code EMFILE} of accept(2).
 */
class DescriptorLimitTests {

	private static final int LIMIT = 64;

	// each jar takes a descriptor, so no more than are needed
	private static final String CLASS_PATH = Stream
		.of(DescriptorLimitServer.class, BaseServer.class, LogFactory.class, LoggerFactory.class, Logger.class,
				AppenderBase.class)
		.map((type) -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
		.distinct()
		.collect(Collectors.joining(File.pathSeparator));

	private final Queue<String> printed = new ConcurrentLinkedQueue<>();

	@Test
	void serverRestsWarnsAndServesAgain() throws Exception {
		assumeThat(Files.isExecutable(Path.of("/bin/bash"))).isTrue();
		Process process = new ProcessBuilder("/bin/bash", "-c", "ulimit -n \"$1\"; exec \"${@:2}\"", "bash",
				String.valueOf(LIMIT), Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				CLASS_PATH, DescriptorLimitServer.class.getName())
			.redirectErrorStream(true)
			.start();
		Thread reader = new Thread(() -> process.inputReader().lines().forEach(this.printed::add));
		reader.start();
		List<Client> clients = new ArrayList<>();
		try {
			SocketAddress address = new InetSocketAddress("127.0.0.1", (int) number("port "));
			for (int i = 0; i < LIMIT; i++) {
				clients.add(Client.connect(ServerType.TCP, address));
			}
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> number("failures ") >= 5);
			// with rests that double there are few calls, without any there would be
			// thousands
			assertThat(number("calls after failures ")).isLessThan(20);
			for (Client client : clients) {
				client.close();
			}
			try (Client client = Client.connect(ServerType.TCP, address)) {
				client.send("served again\n");
				assertThat(client.receiveLine()).isEqualTo("served again");
			}
			assertThat(this.printed).filteredOn((line) -> line.contains("WARN"))
				.hasSize(1)
				.allSatisfy((line) -> assertThat(line).contains("cannot take a request", "Too many open files"));
		}
		finally {
			process.destroyForcibly().waitFor();
			for (Client client : clients) {
				client.close();
			}
		}
	}

	private long number(String name) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> last(name).isPresent());
		return Long.parseLong(last(name).orElseThrow());
	}

	private Optional<String> last(String name) {
		return this.printed.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()))
			.reduce((first, second) -> second);
	}

}
