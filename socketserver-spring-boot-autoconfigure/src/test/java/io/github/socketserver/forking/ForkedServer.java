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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running server with child processes. Its end fails the test if a process, a folder or
 * a thread is left.
 */
final class ForkedServer implements AutoCloseable {

	private static final String FOLDERS = "socketserver-"
			+ Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-";

	private final RunningServer running;

	private final Notes notes;

	private final ChildTrace trace;

	ForkedServer(RunningServer running, Notes notes, ChildTrace trace) {
		this.running = running;
		this.notes = notes;
		this.trace = trace;
	}

	BaseServer server() {
		return this.running.server();
	}

	RunningServer running() {
		return this.running;
	}

	Notes notes() {
		return this.notes;
	}

	ChildTrace trace() {
		return this.trace;
	}

	Client connect() throws IOException {
		return this.running.connect();
	}

	StreamClient stream() throws IOException {
		return (StreamClient) this.running.connect();
	}

	/**
	 * Send a line and receive one with a new client.
	 * @param line the line to send
	 * @return the line received, or {@code null} if the server has closed
	 * @throws IOException if the connection fails
	 */
	String ask(String line) throws IOException {
		return this.running.ask(line);
	}

	/**
	 * Return the children of this process's servers that are alive.
	 * @return the processes
	 */
	static List<ProcessHandle> children() {
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.info().commandLine().filter((line) -> line.contains(FOLDERS)).isPresent())
			.toList();
	}

	/**
	 * Return the private folders of this process's servers.
	 * @return the folders
	 */
	static List<Path> folders() {
		try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return all.filter((path) -> path.getFileName().toString().startsWith(FOLDERS)).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until no server of this process has left anything.
	 */
	static void awaitNothingLeft() {
		// a child may be on its way while such a thread is there
		Eventually.asserted(() -> assertThat(LiveThreads.named("socketserver-" + ForkedSetup.NAME)).isEmpty());
		Eventually.asserted(() -> assertThat(children()).isEmpty());
		Eventually.asserted(() -> assertThat(folders()).isEmpty());
		Eventually.asserted(() -> assertThat(LiveThreads.named("socketserver-child-")).isEmpty());
	}

	@Override
	public void close() {
		this.running.close();
		awaitNothingLeft();
		this.notes.delete();
	}

}
