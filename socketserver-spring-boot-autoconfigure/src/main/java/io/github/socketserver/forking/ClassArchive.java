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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * An archive of the classes that children load when they start, which lets later ones
 * start faster: an AOT cache (JEP 483), or before JDK 25 a CDS archive (JEP 350).
 * Processes that serve no request make it, one after the other, when children begin to be
 * replaced. Guarded by the lock of {@link Children}, except for the options.
 */
final class ClassArchive {

	private static final Log logger = LogFactory.getLog(Forking.class);

	private static final int FIRST_WITH_TRAINED_CACHE = 25;

	private final Path path;

	private final Path recording;

	private final List<String> use;

	private final Queue<List<String>> steps = new ArrayDeque<>();

	private boolean beingMade;

	private volatile boolean made;

	/**
	 * Create an archive, which is not there yet.
	 * @param folder where it is to be
	 * @param possible whether the class path allows one
	 * @param version the feature version of the Java runtime
	 */
	ClassArchive(Path folder, boolean possible, int version) {
		boolean cache = version >= FIRST_WITH_TRAINED_CACHE;
		this.path = folder.resolve((cache) ? "classes.aot" : "classes.jsa");
		this.recording = folder.resolve("classes.aotconf");
		// without it a child that cannot use the archive would say so
		this.use = (cache) ? List.of("-XX:AOTCache=" + this.path, "-Xlog:aot*=off,cds*=off")
				: List.of("-XX:SharedArchiveFile=" + this.path, "-Xlog:cds*=off");
		if (possible && cache) {
			// not in one step (JEP 514): the virtual machine would start another one at
			// its end, which is not in the hands of this process
			this.steps.add(List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + this.recording));
			this.steps.add(List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + this.recording,
					"-XX:AOTCache=" + this.path));
		}
		else if (possible) {
			this.steps.add(List.of("-XX:ArchiveClassesAtExit=" + this.path));
		}
	}

	/**
	 * Return the options of a child that serves requests.
	 * @return the options
	 */
	List<String> options() {
		return (this.made && Files.isRegularFile(this.path)) ? this.use : List.of();
	}

	/**
	 * Return whether there is something to be done to make it.
	 * @return whether a step is left and none is being done
	 */
	boolean isWanted() {
		return !this.beingMade && !this.steps.isEmpty();
	}

	/**
	 * Begin the next step.
	 * @return the options of the process that does it
	 */
	List<String> beginStep() {
		this.beingMade = true;
		return this.steps.remove();
	}

	/**
	 * Note that the process has ended. Without an archive the next children start as
	 * before.
	 * @param done whether it has done the step
	 */
	void endStep(boolean done) {
		this.beingMade = false;
		if (!done) {
			this.steps.clear();
		}
		else if (this.steps.isEmpty()) {
			this.made = true;
		}
		if (this.steps.isEmpty()) {
			deleteRecording();
		}
	}

	private void deleteRecording() {
		try {
			Files.deleteIfExists(this.recording);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + this.recording, ex);
		}
	}

}
