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

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what a JVM prints that is started as users do, and its exit code.
 */
class FailedProcessTests {

	private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

	private static final Path UNPRIVILEGED_PORTS = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

	@TempDir
	private Path folder;

	@Test
	void portInUse() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			StartupFailure failure = run(false, "spring.profiles.active=echo",
					"socketserver.servers.server.address=127.0.0.1",
					"socketserver.servers.server.port=" + taken.getLocalPort(),
					"socketserver.servers.a.path=" + this.folder.resolve("s"), "socketserver.servers.a.handler=echo");
			assertThat(failure).isEqualTo(new StartupFailure(
					"Server 'server' cannot listen on 127.0.0.1:%d: another socket has this address."
						.formatted(taken.getLocalPort()),
					"Stop what listens there, or set 'socketserver.servers.server.port' to another port."));
			assertThat(this.folder).isEmptyDirectory();
		}
	}

	@Test
	void noHandler() throws Exception {
		StartupFailure failure = run(false, "socketserver.servers.server.port=0");
		assertThat(failure)
			.isEqualTo(new StartupFailure("Server 'server' cannot be created: no handler is bound to it.",
					"Annotate a handler bean with @RequestHandler(\"server\"), "
							+ "or set 'socketserver.servers.server.handler' to the name of one."));
	}

	@Test
	void privilegedPort() throws Exception {
		assumeTrue(lowestUnprivilegedPort() > 79, "port 79 needs no privilege");
		StartupFailure failure = run(true, "spring.profiles.active=echo", "socketserver.servers.server.port=79",
				"socketserver.servers.a.path=" + this.folder.resolve("s"), "socketserver.servers.a.handler=echo");
		assertThat(failure).isEqualTo(new StartupFailure(
				"Server 'server' cannot listen on *:79: the user of this process may not take such a port.",
				"Set 'socketserver.servers.server.port' to 1024 or above, "
						+ "or give the process the capability CAP_NET_BIND_SERVICE."));
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void folderWithoutPermission() throws Exception {
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("r-xr-xr-x"));
		try {
			Path path = this.folder.resolve("s");
			StartupFailure failure = run(true, "spring.profiles.active=echo",
					"socketserver.servers.server.path=" + path);
			assertThat(failure).isEqualTo(new StartupFailure(
					"Server 'server' cannot listen on %s: the user of this process may not write to its folder."
						.formatted(path),
					"Give that user the permission to write to the folder, "
							+ "or set 'socketserver.servers.server.path' to a path in another one."));
		}
		finally {
			Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
	}

	private static StartupFailure run(boolean unprivileged, String... properties) throws Exception {
		List<String> command = new ArrayList<>();
		if (unprivileged && isRoot()) {
			assumeTrue(Files.isExecutable(SETPRIV), "there is no setpriv(1) here");
			command.addAll(List.of(SETPRIV.toString(), "--bounding-set", "-net_bind_service,-dac_override"));
		}
		command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), SocketApplication.class.getName()));
		command.addAll(List.of(SocketApplication.arguments(properties)));
		Path output = Files.createTempFile("startup-failure", ".log");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			process.getOutputStream().close();
			boolean ended = process.waitFor(60, TimeUnit.SECONDS);
			process.destroyForcibly();
			String text = Files.readString(output);
			assertThat(ended).as(text).isTrue();
			assertThat(process.exitValue()).as(text).isEqualTo(1);
			return StartupFailure.of(text);
		}
		finally {
			Files.delete(output);
		}
	}

	private static int lowestUnprivilegedPort() throws IOException {
		if (!Files.exists(UNPRIVILEGED_PORTS)) {
			return 0;
		}
		// not readString: it reads one byte first, and the kernel gives no more after
		// that
		try (BufferedReader reader = Files.newBufferedReader(UNPRIVILEGED_PORTS)) {
			return Integer.parseInt(reader.readLine().strip());
		}
	}

	private static boolean isRoot() throws IOException {
		return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
	}

}
