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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnixDatagramServer} in a process of its own.
 */
class UnixDatagramProcessTests {

	@TempDir
	Path folder;

	// without the library for macOS, which nobody has on Linux
	@Test
	void fileOfAKilledServerIsTakenOverAndThatOfALiveOneIsNot() throws Exception {
		Path path = this.folder.resolve("server.sock");
		Setup setup = Setup.UNIX_DATAGRAM;
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
		Process process = run(path, (jar) -> !jar.contains("kqueue"));
		try {
			assertThat(nextLine(process)).isEqualTo("listening");
			Process second = run(path, (jar) -> !jar.contains("kqueue"));
			assertThat(nextLine(second)).startsWith("failed: ").contains("another server listens there");
			try (Client client = Client.connect(setup.type(), address)) {
				client.send("unharmed");
				assertThat(client.receiveLine()).isEqualTo("unharmed");
			}
		}
		finally {
			// SIGKILL
			process.destroyForcibly().waitFor();
		}
		assertThat(path).exists();
		try (RunningServer running = setup.echoing().at(address).run()) {
			assertThat(running.ask("taken over")).isEqualTo("taken over");
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void withoutNettyTheStartFailsAndSaysWhatIsMissing() throws Exception {
		Process process = run(this.folder.resolve("server.sock"), (jar) -> !jar.contains("netty"));
		assertThat(nextLine(process)).startsWith("failed: ").contains("Netty's native transport");
		assertThat(process.waitFor()).isZero();
	}

	@Test
	void withoutTheNativeLibraryTheStartFailsAndSaysWhatIsMissing() throws Exception {
		Process process = run(this.folder.resolve("server.sock"),
				(jar) -> !jar.contains("netty-transport-native-epoll"));
		assertThat(nextLine(process)).startsWith("failed: ").contains("Netty's native transport", "cannot be loaded");
		assertThat(process.waitFor()).isZero();
	}

	private static Process run(Path path, Predicate<String> jars) throws IOException {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(jars)
			.filter((jar) -> !jar.contains("logback"))
			.collect(Collectors.joining(File.pathSeparator));
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
				UnixDatagramProgram.class.getName(), path.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static String nextLine(Process process) throws IOException {
		BufferedReader reader = process.inputReader();
		String line = reader.readLine();
		while (line != null && !line.equals("listening") && !line.startsWith("failed: ")) {
			line = reader.readLine();
		}
		return line;
	}

}
