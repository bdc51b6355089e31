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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An archive of the classes that children load when they start, which lets later ones
 * start faster: JEP 350. A child that serves no request makes it, when children begin to
 * be replaced.
 */
final class ClassArchive {

	private static final String USE = "-XX:SharedArchiveFile=";

	// The messages of a JVM that makes an archive would mean nothing to anybody
	private static final String QUIET = "-Xlog:disable";

	private final Path path;

	private volatile State state;

	/**
	 * Create an archive, which is not there yet.
	 * @param folder where it is to be
	 * @param possible whether the class path allows one
	 */
	ClassArchive(Path folder, boolean possible) {
		this.path = folder.resolve("classes.jsa");
		this.state = (possible) ? State.WANTED : State.DONE;
	}

	/**
	 * Return the options of a child that serves requests.
	 * @return the options
	 */
	List<String> options() {
		return (this.state == State.DONE && Files.isRegularFile(this.path)) ? List.of(USE + this.path) : List.of();
	}

	/**
	 * Return the options of a child that makes the archive.
	 * @return the options
	 */
	List<String> makingOptions() {
		this.state = State.BEING_MADE;
		return List.of("-XX:ArchiveClassesAtExit=" + this.path, QUIET);
	}

	boolean isWanted() {
		return this.state == State.WANTED;
	}

	/**
	 * Note that the child has ended. Without an archive the next ones start as before.
	 */
	void made() {
		this.state = State.DONE;
	}

	private enum State {

		WANTED, BEING_MADE, DONE

	}

}
