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

package io.github.socketserver.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server or the load generator. What it prints on its standard error goes to a log.
 */
final class BackgroundProcess implements AutoCloseable {

	private static final int PATIENCE_SECONDS = 10;

	private final Process process;

	private final BufferedReader output;

	private final Writer input;

	private final Path log;

	private volatile String lastLine = "";

	BackgroundProcess(List<String> command, Path directory, Path log) throws IOException {
		this.log = log;
		this.process = new ProcessBuilder(command).directory(directory.toFile()).redirectError(log.toFile()).start();
		this.output = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.input = this.process.outputWriter(StandardCharsets.UTF_8);
	}

	/**
	 * Wait for a line that begins with a word.
	 * @param word the word
	 * @return the rest of the line
	 * @throws IOException if the process ends before; the message is what it said
	 */
	String await(String word) throws IOException {
		StringBuilder said = new StringBuilder();
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(word)) {
				return line.substring(word.length()).trim();
			}
			said.append(line).append('\n');
		}
		throw new IOException(reason(said + Files.readString(this.log)));
	}

	private static String reason(String text) {
		List<String> lines = text.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
		int description = lines.indexOf("Description:");
		if (description >= 0 && description + 1 < lines.size()) {
			return lines.get(description + 1);
		}
		return lines.stream()
			.filter((line) -> line.startsWith("Caused by:") || line.startsWith("Exception in"))
			.reduce((first, second) -> second)
			.orElse(lines.isEmpty() ? "it ended without a word" : lines.get(lines.size() - 1));
	}

	void send(String line) throws IOException {
		this.input.write(line + "\n");
		this.input.flush();
	}

	/**
	 * Read one line.
	 * @return the line
	 * @throws IOException if the process has ended
	 */
	String receive() throws IOException {
		return await("");
	}

	/**
	 * Wait for the end of a program that should succeed.
	 * @throws IOException if it does not; the message is what it said
	 */
	void awaitEnd() throws IOException {
		try {
			if (this.process.waitFor() != 0) {
				throw new IOException(reason(Files.readString(this.log)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	String everything() {
		return this.output.lines().collect(Collectors.joining("\n"));
	}

	/**
	 * Read what the process prints from now on: it would wait otherwise.
	 */
	void readOutput() {
		Thread reader = new Thread(() -> {
			try {
				this.output.lines().forEach((line) -> this.lastLine = line);
			}
			catch (UncheckedIOException ex) {
				// the process has ended
			}
		});
		reader.setDaemon(true);
		reader.start();
	}

	String lastLine() {
		return this.lastLine;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return the processor time of all threads so far, user and system.
	 * @return microseconds
	 * @throws IOException if the process has ended
	 */
	long cpuMicros() throws IOException {
		return status().cpuMicros();
	}

	/**
	 * Return the resident memory.
	 * @return bytes
	 * @throws IOException if the process has ended
	 */
	long residentBytes() throws IOException {
		return status().residentBytes();
	}

	ProcessStatus status() {
		return new ProcessStatus(this.process.pid());
	}

	/**
	 * Return what the process has printed on its standard error.
	 * @param word how the lines begin
	 * @return the rest of each line
	 * @throws IOException if the log cannot be read
	 */
	List<String> logged(String word) throws IOException {
		try (Stream<String> lines = Files.lines(this.log)) {
			return lines.filter((line) -> line.startsWith(word))
				.map((line) -> line.substring(word.length()).trim())
				.toList();
		}
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
