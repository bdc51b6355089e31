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

package io.github.socketserver.clients;

import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the clients of others.
 */
final class Tools {

	private Tools() {
	}

	/**
	 * Return whether a program is there to be run.
	 * @param program its name
	 * @return whether it is on the path
	 */
	static boolean isInstalled(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
	}

	/**
	 * Run a program to its end.
	 * @param input what it reads
	 * @param command its name and arguments
	 * @return what it printed
	 * @throws Exception if it cannot be run
	 */
	static String run(String input, String... command) throws Exception {
		Path output = Files.createTempFile("client", ".out");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try (OutputStream stdin = process.getOutputStream()) {
				stdin.write(input.getBytes(StandardCharsets.UTF_8));
			}
			boolean ended = process.waitFor(Client.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
			process.destroyForcibly();
			String printed = Files.readString(output);
			assertThat(ended).as("%s has ended, having printed '%s'", List.of(command), printed).isTrue();
			return printed;
		}
		finally {
			Files.delete(output);
		}
	}

	/**
	 * Return a server that answers each line in upper case.
	 * @param setup its type and strategy
	 * @return the server
	 */
	static RunningServer upper(Setup setup) {
		return setup.handling((request) -> {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine().toUpperCase(Locale.ROOT) + "\n");
			}
		}).run();
	}

}
