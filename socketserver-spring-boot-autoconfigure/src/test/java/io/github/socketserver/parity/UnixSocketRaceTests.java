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

package io.github.socketserver.parity;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a path that several want at the same time, and for servers that were killed.
 */
class UnixSocketRaceTests {

	private static final int ROUNDS = 40;

	@TempDir
	Path folder;

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void ofTwoProcessesOneGetsThePathAndIsReachable(Setup setup) throws Exception {
		try (UnixSocketProgram one = UnixSocketProgram.run(setup.type());
				UnixSocketProgram other = UnixSocketProgram.run(setup.type())) {
			for (int i = 0; i < ROUNDS; i++) {
				Path path = (i % 4 == 3) ? this.folder.resolve("free" + i) : staleSocket("stale" + i);
				for (UnixSocketProgram program : List.of(one, other)) {
					program.tell(path.toString());
				}
				assertThat(Stream.of(one.answer(), other.answer())).as("round %d", i)
					.containsExactlyInAnyOrder("listening", ServerBindException.Reason.PATH_EXISTS.toString());
				try (Client client = Client.connect(setup.type(), UnixDomainSocketAddress.of(path))) {
					client.send("won\n");
					assertThat(client.receiveLine()).isEqualTo("won");
				}
				for (UnixSocketProgram program : List.of(one, other)) {
					program.tell("");
					assertThat(program.answer()).isEqualTo("closed");
				}
				assertThat(path).doesNotExist();
			}
		}
	}

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void socketOfAKilledProcessIsTakenOver(Setup setup) throws Exception {
		Path path = this.folder.resolve("server.sock");
		try (UnixSocketProgram first = UnixSocketProgram.run(setup.type());
				UnixSocketProgram second = UnixSocketProgram.run(setup.type())) {
			first.tell(path.toString());
			assertThat(first.answer()).isEqualTo("listening");
			second.tell(path.toString());
			assertThat(second.answer()).isEqualTo(ServerBindException.Reason.PATH_EXISTS.toString());
			first.kill();
			assertThat(path).exists();
			second.tell(path.toString());
			assertThat(second.answer()).isEqualTo("listening");
			second.kill();
		}
		assertThat(path).exists();
		try (RunningServer running = setup.echoing().at(UnixDomainSocketAddress.of(path)).run()) {
			assertThat(running.ask("taken over")).isEqualTo("taken over");
		}
		assertThat(path).doesNotExist();
	}

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void fileThatAppearsMeanwhileIsNeitherReplacedNorRemoved(Setup setup) throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			Path path = (i % 2 == 0) ? this.folder.resolve("free" + i) : staleSocket("stale" + i);
			BaseServer server = setup.echoing().at(UnixDomainSocketAddress.of(path)).create();
			CompletableFuture<Void> started = CompletableFuture.runAsync(server::start);
			boolean written = writesAsSoonAsThePathIsFree(path, started);
			if (written) {
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> started.get(20, TimeUnit.SECONDS))
					.havingCause()
					.isInstanceOfSatisfying(ServerBindException.class, (failure) -> assertThat(failure.getReason())
						.isEqualTo(ServerBindException.Reason.PATH_EXISTS));
			}
			else {
				try (RunningServer running = RunningServer.of(server)) {
					assertThat(running.ask("won")).isEqualTo("won");
				}
			}
			server.close();
			assertThat(Files.exists(path)).as("round %d", i).isEqualTo(written);
			if (written) {
				assertThat(path).hasContent("precious");
			}
		}
	}

	private static boolean writesAsSoonAsThePathIsFree(Path path, CompletableFuture<Void> started) throws IOException {
		while (!started.isDone()) {
			try {
				Files.writeString(path, "precious", StandardOpenOption.CREATE_NEW);
				return true;
			}
			catch (FileAlreadyExistsException ex) {
				Thread.onSpinWait();
			}
		}
		return false;
	}

	private Path staleSocket(String name) throws IOException {
		Path path = this.folder.resolve(name);
		try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			killed.bind(UnixDomainSocketAddress.of(path));
		}
		return path;
	}

}
