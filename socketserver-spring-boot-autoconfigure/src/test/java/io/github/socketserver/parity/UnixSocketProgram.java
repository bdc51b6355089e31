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

package io.github.socketserver.parity;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;

/**
 * A process with a Unix echo server that starts and stops as told.
 */
public final class UnixSocketProgram implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private UnixSocketProgram(Process process) {
		this.process = process;
		this.answers = process.inputReader();
	}

	/**
	 * Start a process.
	 * @param type the type of its server
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static UnixSocketProgram run(ServerType type) throws IOException {
		// without logback, which would log to the standard output
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((jar) -> !jar.contains("logback"))
			.collect(Collectors.joining(File.pathSeparator));
		return new UnixSocketProgram(
				new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
						UnixSocketProgram.class.getName(), type.name())
					.redirectError(ProcessBuilder.Redirect.DISCARD)
					.start());
	}

	void tell(String command) throws IOException {
		this.process.outputWriter().write(command + "\n");
		this.process.outputWriter().flush();
	}

	String answer() throws IOException {
		return this.answers.readLine();
	}

	/**
	 * Kill the process, as with SIGKILL.
	 * @throws InterruptedException if interrupted
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Start a server at each path that is read, and close it at an empty line.
	 * @param arguments the type of the server
	 * @throws IOException if no commands can be read
	 */
	public static void main(String[] arguments) throws IOException {
		Setup setup = new Setup(ServerType.valueOf(arguments[0]), Strategy.PLATFORM_THREADS);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		RunningServer running = null;
		String path = commands.readLine();
		while (path != null) {
			String answer = "closed";
			if (!path.isEmpty()) {
				BaseServer server = setup.echoing().at(UnixDomainSocketAddress.of(path)).create();
				try {
					running = RunningServer.of(server);
					answer = "listening";
				}
				catch (ServerBindException ex) {
					answer = ex.getReason().toString();
				}
			}
			else if (running != null) {
				running.close();
				running = null;
			}
			System.out.println(answer);
			path = commands.readLine();
		}
	}

}
