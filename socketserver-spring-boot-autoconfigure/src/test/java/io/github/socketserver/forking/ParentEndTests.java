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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what becomes of children when their parent ends, and for signals.
 */
class ParentEndTests {

	@TempDir
	private Path temporary;

	@Test
	void terminatedParentEndsItsChildrenAndRemovesItsFolder() throws Exception {
		try (ServerProcess server = start(0); StreamClient client = server.connect()) {
			List<ProcessHandle> children = busyAndSpare(server, client);
			assertThat(server.folders()).hasSize(1);
			server.process().destroy();
			assertThat(client.receiveLine()).isNull();
			assertThat(server.process().waitFor()).isEqualTo(143);
			assertThatAllEnd(children);
			assertThat(server.folders()).isEmpty();
		}
	}

	@Test
	void childrenOfAKilledParentEndAndTheNextStartRemovesItsFolder() throws Exception {
		List<Path> folders;
		try (ServerProcess server = start(0); StreamClient client = server.connect()) {
			List<ProcessHandle> children = busyAndSpare(server, client);
			server.process().destroyForcibly();
			assertThat(client.receiveLine()).isNull();
			assertThat(server.process().waitFor()).isEqualTo(137);
			assertThatAllEnd(children);
			folders = server.folders();
			assertThat(folders).hasSize(1);
		}
		try (ServerProcess server = start(0)) {
			assertThat(server.folders()).hasSize(1).doesNotContainAnyElementsOf(folders);
		}
	}

	@Test
	void signalToAllProcessesLetsARequestEndInTheGracePeriod() throws Exception {
		try (ServerProcess server = start(60); StreamClient client = server.connect()) {
			List<ProcessHandle> children = busyAndSpare(server, client);
			List<String> all = new ArrayList<>(List.of("kill", "-TERM", String.valueOf(server.process().pid())));
			children.forEach((child) -> all.add(String.valueOf(child.pid())));
			assertThat(new ProcessBuilder(all).start().waitFor()).isZero();
			client.send("signalled\n");
			assertThat(client.receiveLine()).isEqualTo("signalled");
			assertThat(client.receiveLine()).isNull();
			assertThat(server.process().waitFor()).isEqualTo(143);
			assertThatAllEnd(children);
			assertThat(server.folders()).isEmpty();
		}
	}

	@Test
	void signalsDoNotEndABusyChildNorASpareOne() throws Exception {
		try (ServerProcess server = start(0); StreamClient client = server.connect()) {
			List<ProcessHandle> children = busyAndSpare(server, client);
			for (ProcessHandle child : children) {
				for (String signal : List.of("-HUP", "-INT", "-TERM")) {
					assertThat(new ProcessBuilder("kill", signal, String.valueOf(child.pid())).start().waitFor())
						.isZero();
				}
			}
			client.send("signalled\n");
			assertThat(client.receiveLine()).isEqualTo("signalled");
			try (StreamClient next = server.connect()) {
				next.send("\nsignalled\n");
				assertThat(children).extracting(ProcessHandle::pid).contains(Long.valueOf(next.receiveLine()));
				assertThat(next.receiveLine()).isEqualTo("signalled");
			}
		}
	}

	private ServerProcess start(int gracePeriod) throws IOException {
		return ServerProcess.start(this.temporary, List.of(), Busy.class, String.valueOf(gracePeriod));
	}

	private static List<ProcessHandle> busyAndSpare(ServerProcess server, StreamClient client) throws IOException {
		client.send("\n");
		long busy = Long.parseLong(client.receiveLine());
		List<ProcessHandle> children = server.awaitChildren(2);
		assertThat(children).extracting(ProcessHandle::pid).contains(busy);
		return children;
	}

	private static void assertThatAllEnd(List<ProcessHandle> processes) {
		Eventually.asserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
	}

	/**
	 * Tells its process, and then sends a line back, if told so after a signal.
	 */
	static final class Busy implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.input().readLine();
			request.output().write(ProcessHandle.current().pid() + "\n");
			String line = request.input().readLine();
			while ("signalled".equals(line) && !isSignalled()) {
				Thread.sleep(5);
			}
			request.output().write(line + "\n");
		}

		private static boolean isSignalled() {
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.anyMatch((thread) -> thread.getName().matches("SIG[A-Z]+ handler"));
		}

	}

}
