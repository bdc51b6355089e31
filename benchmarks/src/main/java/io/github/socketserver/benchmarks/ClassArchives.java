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

import java.io.IOException;

/**
 * Tells by their options which children have to do with an archive of classes.
 */
final class ClassArchives {

	private static final int LOOK_MILLIS = 100;

	private ClassArchives() {
	}

	static boolean uses(ProcessStatus child) throws IOException {
		return child.hasOption("-XX:SharedArchiveFile=") || (child.hasOption("-XX:AOTCache=") && !makes(child));
	}

	static boolean makes(ProcessStatus child) throws IOException {
		return child.hasOption("-XX:ArchiveClassesAtExit=") || child.hasOption("-XX:AOTMode=");
	}

	/**
	 * Return whether a server has come so far that its children use an archive.
	 * @param server the server
	 * @return whether one of them does
	 */
	static boolean isUsedBy(BackgroundProcess server) {
		return any(server, ClassArchives::uses);
	}

	/**
	 * Wait while children make an archive, one after the other: load would only make it
	 * slower.
	 * @param server the server
	 * @throws IOException if the thread is interrupted
	 */
	static void awaitMaking(BackgroundProcess server) throws IOException {
		for (int idle = 0; idle < 2; idle = any(server, ClassArchives::makes) ? 0 : idle + 1) {
			Pause.millis(LOOK_MILLIS);
		}
	}

	private static boolean any(BackgroundProcess server, Test test) {
		for (ProcessStatus child : server.status().children()) {
			try {
				if (test.applies(child)) {
					return true;
				}
			}
			catch (IOException ex) {
				// it has just ended
			}
		}
		return false;
	}

	private interface Test {

		boolean applies(ProcessStatus child) throws IOException;

	}

}
