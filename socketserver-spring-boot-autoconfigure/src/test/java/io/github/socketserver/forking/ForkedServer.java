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
import java.util.List;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

/**
 * A running server with child processes. Its end fails the test if a process, a folder or
 * a thread is left.
 */
final class ForkedServer implements AutoCloseable {

	private final RunningServer running;

	private final Notes notes;

	private final ChildTrace trace;

	private final Leftovers leftovers;

	ForkedServer(RunningServer running, Notes notes, ChildTrace trace, Leftovers leftovers) {
		this.running = running;
		this.notes = notes;
		this.trace = trace;
		this.leftovers = leftovers;
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
	 * Return what this server has, and is to take with it.
	 * @return what must not be left
	 */
	Leftovers leftovers() {
		return this.leftovers;
	}

	/**
	 * Return the children that are alive.
	 * @return the processes
	 */
	List<ProcessHandle> children() {
		return this.leftovers.children();
	}

	@Override
	public void close() {
		this.running.close();
		this.leftovers.awaitNone();
		this.notes.delete();
	}

}
