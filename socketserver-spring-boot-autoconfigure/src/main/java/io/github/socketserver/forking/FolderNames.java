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

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The names of private folders: {@code socketserver-<process>-<start of the process>-}
 * and something random.
 */
final class FolderNames {

	private static final String PREFIX = "socketserver-";

	private static final Pattern PATTERN = Pattern.compile(PREFIX + "[0-9a-z]+-[0-9a-z]+-[0-9a-z]+");

	// with the start, because in a container each process may have the same number
	private static final String OWN = PREFIX + shortened(ProcessHandle.current().pid()) + "-"
			+ shortened(ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH).getEpochSecond()) + "-";

	private FolderNames() {
	}

	static String next() {
		return OWN + shortened(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
	}

	/**
	 * Return whether a name is that of a folder of another process. It tells the folders
	 * of this process without opening their lock: when a process closes a file, it loses
	 * its locks on it, also those that it has through other channels.
	 * @param name the name of a folder
	 * @return whether another process has made it
	 */
	static boolean isOfOtherProcess(String name) {
		return PATTERN.matcher(name).matches() && !name.startsWith(OWN);
	}

	private static String shortened(long number) {
		return Long.toString(number, Character.MAX_RADIX);
	}

}
