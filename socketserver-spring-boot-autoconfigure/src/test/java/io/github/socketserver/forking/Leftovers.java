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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.socketserver.testsupport.LiveThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the servers of this process have, and are to take with them. Those of servers that
 * are there already do not count.
 */
final class Leftovers {

	private static final Pattern FOLDER = Pattern.compile("socketserver-"
			+ Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX) + "-[0-9a-z]+-[0-9a-z]+");

	private final Set<Path> others = new HashSet<>(allFolders());

	/**
	 * Return the children that are alive.
	 * @return the processes
	 */
	List<ProcessHandle> children() {
		return ProcessHandle.current()
			.children()
			.filter((child) -> child.info().commandLine().flatMap(Leftovers::folder).filter(this::isNew).isPresent())
			.toList();
	}

	private static Optional<Path> folder(String commandLine) {
		Matcher matcher = FOLDER.matcher(commandLine);
		return matcher.find() ? Optional.of(Path.of(matcher.group())) : Optional.empty();
	}

	private boolean isNew(Path name) {
		return this.others.stream().noneMatch((other) -> other.endsWith(name));
	}

	/**
	 * Return the private folders.
	 * @return the folders
	 */
	List<Path> folders() {
		return allFolders().stream().filter((folder) -> !this.others.contains(folder)).toList();
	}

	private static List<Path> allFolders() {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((path) -> FOLDER.matcher(path.getFileName().toString()).matches()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until nothing is left.
	 */
	void awaitNone() {
		// a child may be on its way while such a thread is there
		Eventually.asserted(() -> assertThat(LiveThreads.named("socketserver-" + ForkedSetup.NAME)).isEmpty());
		Eventually.asserted(() -> assertThat(children()).isEmpty());
		Eventually.asserted(() -> assertThat(folders()).isEmpty());
	}

}
