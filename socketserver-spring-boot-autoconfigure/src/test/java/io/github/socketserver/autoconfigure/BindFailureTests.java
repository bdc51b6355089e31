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

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the text printed when an address cannot be had. Another server of the
 * application, which binds before, must not stay.
 */
@ExtendWith(OutputCaptureExtension.class)
class BindFailureTests {

	private static final String KEY = "socketserver.servers.server.";

	@TempDir
	private Path folder;

	@TempDir
	private Path otherFolder;

	@AfterEach
	void nothingStaysBound() {
		assertThat(this.otherFolder).isEmptyDirectory();
	}

	@Test
	void portInUse(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			StartupFailure failure = start(output, "address=127.0.0.1", "port=" + taken.getLocalPort());
			assertThat(failure).isEqualTo(new StartupFailure(
					"Server 'server' cannot listen on 127.0.0.1:%d: another socket has this address."
						.formatted(taken.getLocalPort()),
					"Stop what listens there, or set 'socketserver.servers.server.port' to another port."));
		}
	}

	@Test
	void addressOfAnotherMachine(CapturedOutput output) {
		StartupFailure failure = start(output, "address=192.0.2.1", "port=9999");
		assertThat(failure).isEqualTo(
				new StartupFailure("Server 'server' cannot listen on 192.0.2.1:9999: this machine has no such address.",
						"Set 'socketserver.servers.server.address' to an address of this machine, "
								+ "or remove it to listen on all of them."));
	}

	@Test
	void unknownHost(CapturedOutput output) {
		StartupFailure failure = start(output, "address=no-such-host.invalid", "port=9999");
		assertThat(failure.description()).contains("socketserver.servers.server.address")
			.contains("no-such-host.invalid")
			.contains("UnknownHostException");
		assertThat(failure.action()).isEqualTo("Update your application's configuration");
	}

	@Test
	void pathTooLong(CapturedOutput output) {
		Path path = this.folder.resolve("s".repeat(107 - this.folder.toString().length() - 1));
		StartupFailure failure = start(output, "path=" + path);
		assertThat(failure).isEqualTo(new StartupFailure(
				"Server 'server' cannot listen on %s: the path is longer than the 106 bytes that the JDK allows."
					.formatted(path),
				"Set 'socketserver.servers.server.path' to a shorter path."));
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void missingFolder(CapturedOutput output) {
		Path path = this.folder.resolve("missing/s");
		StartupFailure failure = start(output, "path=" + path);
		assertThat(failure).isEqualTo(
				new StartupFailure("Server 'server' cannot listen on %s: its folder does not exist.".formatted(path),
						"Create the folder, or set 'socketserver.servers.server.path' to a path in one that exists."));
	}

	@Test
	void livePath(CapturedOutput output) throws Exception {
		Path path = this.folder.resolve("s");
		try (ServerSocketChannel taken = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			taken.bind(UnixDomainSocketAddress.of(path));
			StartupFailure failure = start(output, "path=" + path);
			assertThat(failure).isEqualTo(new StartupFailure(
					"Server 'server' cannot listen on %s: another server listens there.".formatted(path),
					"Stop the server that listens there or remove the file, "
							+ "or set 'socketserver.servers.server.path' to another path."));
			assertThat(Files.exists(path)).isTrue();
		}
	}

	@Test
	void pathOfRegularFile(CapturedOutput output) throws Exception {
		Path path = Files.writeString(this.folder.resolve("s"), "precious");
		StartupFailure failure = start(output, "path=" + path);
		assertThat(failure).isEqualTo(new StartupFailure(
				"Server 'server' cannot listen on %s: a file that is not a socket is there.".formatted(path),
				"Stop the server that listens there or remove the file, "
						+ "or set 'socketserver.servers.server.path' to another path."));
		assertThat(path).hasContent("precious");
	}

	private StartupFailure start(CapturedOutput output, String first, String... others) {
		String[] properties = new String[others.length + 4];
		properties[0] = "spring.profiles.active=echo";
		properties[1] = "socketserver.servers.a.path=" + this.otherFolder.resolve("s");
		properties[2] = "socketserver.servers.a.handler=echo";
		properties[3] = KEY + first;
		for (int i = 0; i < others.length; i++) {
			properties[i + 4] = KEY + others[i];
		}
		StartupFailure failure = StartupFailure.start(output, properties);
		if (!failure.description().startsWith("Failed to bind properties")) {
			assertThat(output).contains("Server 'a' listening on");
		}
		return failure;
	}

}
