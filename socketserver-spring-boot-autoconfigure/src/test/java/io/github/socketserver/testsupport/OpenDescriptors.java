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

package io.github.socketserver.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The descriptors of this process that are sockets, selectors, or pipes: what a server
 * could leak, unlike the files of the class path.
 */
public final class OpenDescriptors {

	private OpenDescriptors() {
	}

	/**
	 * Count them.
	 * @return how many are open
	 * @throws IOException if this system does not tell
	 */
	public static long count() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(OpenDescriptors::target)
				.filter(Objects::nonNull)
				.filter((target) -> target.startsWith("socket:") || target.startsWith("anon_inode:")
						|| target.startsWith("pipe:"))
				.count();
		}
	}

	/**
	 * Wait until no more are open than that: the other ends of connections close when
	 * they come to it.
	 * @param limit how many may be open
	 */
	public static void awaitAtMost(long limit) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(count()).isLessThanOrEqualTo(limit));
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
