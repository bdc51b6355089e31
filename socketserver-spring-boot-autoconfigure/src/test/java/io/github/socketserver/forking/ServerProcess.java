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

package io.github.socketserver.forking;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that runs a {@link ServerProgram}.
 */
final class ServerProcess implements AutoCloseable {

	private final Path temporary;

	private final Process process;

	private final Queue<String> printed = new ConcurrentLinkedQueue<>();

	private ServerProcess(Path temporary, Process process) {
		this.temporary = temporary;
		this.process = process;
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				this.printed.add(line);
			}
		}
		catch (IOException ex) {
			// the process was killed
		}
	}

	/**
	 * Start a process.
	 * @param temporary its folder for temporary files
	 * @param jvmOptions its options
	 * @param handlerType the class of the handlers
	 * @param arguments what else it is told
	 * @return the process, which can be connected
	 * @throws IOException if it cannot be started
	 */
	static ServerProcess start(Path temporary, List<String> jvmOptions, Class<? extends Handler<Request>> handlerType,
			String... arguments) throws IOException {
		return start(temporary, System.getProperty("java.class.path"), jvmOptions, handlerType, arguments);
	}

	static ServerProcess start(Path temporary, String classPath, List<String> jvmOptions,
			Class<? extends Handler<Request>> handlerType, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Djava.io.tmpdir=" + temporary);
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath, ServerProgram.class.getName(), handlerType.getName()));
		command.addAll(List.of(arguments));
		ServerProcess server = new ServerProcess(temporary,
				new ProcessBuilder(command).redirectErrorStream(true).start());
		Eventually.until(() -> server.printed.stream().anyMatch((line) -> line.startsWith("port ")));
		return server;
	}

	StreamClient connect() throws IOException {
		String port = this.printed.stream().filter((line) -> line.startsWith("port ")).findFirst().orElseThrow();
		return new StreamClient(
				new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.substring(5))));
	}

	Process process() {
		return this.process;
	}

	Queue<String> printed() {
		return this.printed;
	}

	/**
	 * Wait until so many children are ready.
	 * @param count how many
	 * @return the children
	 */
	List<ProcessHandle> awaitChildren(int count) {
		Eventually.asserted(() -> assertThat(this.printed).filteredOn("child started"::equals).hasSize(count));
		Eventually.asserted(() -> assertThat(this.process.children()).hasSize(count));
		return this.process.children().toList();
	}

	/**
	 * Return the private folders that there are.
	 * @return the folders
	 * @throws IOException if that cannot be told
	 */
	List<Path> folders() throws IOException {
		try (Stream<Path> folders = Files.list(this.temporary)) {
			return folders.filter((folder) -> folder.getFileName().toString().startsWith("socketserver-")).toList();
		}
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
	}

}
