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
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketserver.Request;

/**
 * What a handler notes for its test, and what it waits for, in files: the handler may run
 * in another process.
 */
final class Notes {

	private static final String ATTRIBUTE = "notes";

	private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Path folder;

	private Notes(Path folder) {
		this.folder = folder;
	}

	static Notes create() {
		try {
			return new Notes(Files.createTempDirectory("notes"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the notes that a verifier has given to a request.
	 * @param request the request
	 * @return the notes
	 */
	static Notes of(Request request) {
		return new Notes(Path.of((String) request.attributes().get(ATTRIBUTE)));
	}

	boolean giveTo(Request request) {
		request.attributes().put(ATTRIBUTE, this.folder.toString());
		return true;
	}

	void add(String note) throws IOException {
		Files.writeString(this.folder.resolve("all"), note + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	List<String> all() {
		Path file = this.folder.resolve("all");
		try {
			return Files.exists(file) ? Files.readAllLines(file) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait, as a test, for a note.
	 * @param beginning what it begins with
	 * @return what comes after that
	 */
	String await(String beginning) {
		Eventually.until(() -> all().stream().anyMatch((note) -> note.startsWith(beginning)));
		return all().stream()
			.filter((note) -> note.startsWith(beginning))
			.findFirst()
			.orElseThrow()
			.substring(beginning.length())
			.strip();
	}

	/**
	 * Wait, as a handler, until the test opens a gate.
	 * @param gate the name of the gate
	 * @throws InterruptedException if the handler is interrupted
	 */
	void pass(String gate) throws InterruptedException {
		long begin = System.nanoTime();
		while (!Files.exists(this.folder.resolve(gate))) {
			if (System.nanoTime() - begin > LIMIT_NANOS) {
				throw new IllegalStateException("Nobody opened the gate " + gate);
			}
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

	void open(String gate) throws IOException {
		Files.createFile(this.folder.resolve(gate));
	}

	Path path(String name) {
		return this.folder.resolve(name);
	}

	void delete() {
		try (Stream<Path> files = Files.list(this.folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
			Files.delete(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
