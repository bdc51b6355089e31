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
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the file of a Unix socket.
 */
class UnixSocketFileTests {

	// what the JDK lets clients connect to
	private static final int LONGEST = 106;

	@TempDir
	Path folder;

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void staleSocketIsTakenOver(Setup setup) throws Exception {
		Path path = staleSocket();
		try (RunningServer running = server(setup, path).run()) {
			assertThat(running.ask("taken over")).isEqualTo("taken over");
		}
		assertThat(path).doesNotExist();
	}

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void liveSocketIsRefusedAndUnharmed(Setup setup) throws Exception {
		Path path = this.folder.resolve("live.sock");
		try (RunningServer running = server(setup, path).run()) {
			assertThat(reasonOfFailure(setup, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
			assertThat(running.ask("still here")).isEqualTo("still here");
		}
	}

	@Test
	void liveSocketOfTheOtherTypeIsRefusedAndUnharmed() throws Exception {
		Path path = this.folder.resolve("live.sock");
		try (RunningServer running = server(Setup.UNIX, path).run()) {
			assertThat(reasonOfFailure(Setup.UNIX_DATAGRAM, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
			assertThat(running.ask("stream")).isEqualTo("stream");
		}
		try (RunningServer running = server(Setup.UNIX_DATAGRAM, path).run()) {
			assertThat(reasonOfFailure(Setup.UNIX, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
			assertThat(running.ask("datagram")).isEqualTo("datagram");
		}
	}

	@Test
	void liveSocketWithAFullQueueIsRefusedAndUnharmed() throws Exception {
		Path path = this.folder.resolve("busy.sock");
		BaseServer busy = server(Setup.UNIX, path).with((options) -> options.requestQueueSize(1)).create();
		busy.start();
		List<SocketChannel> clients = new ArrayList<>();
		try {
			boolean full = false;
			while (!full && clients.size() < 100) {
				SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
				clients.add(client);
				client.configureBlocking(false);
				full = !connects(client, path);
			}
			assertThat(full).isTrue();
			assertThat(reasonOfFailure(Setup.UNIX, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
			assertThat(path).exists();
		}
		finally {
			busy.closeNow();
			for (SocketChannel client : clients) {
				client.close();
			}
		}
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void regularFileIsRefusedAndUntouched(Setup setup) throws Exception {
		Path path = Files.writeString(this.folder.resolve("notes.txt"), "precious");
		assertThat(reasonOfFailure(setup, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
		assertThat(path).hasContent("precious");
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void danglingLinkIsRefusedAndUntouched(Setup setup) throws Exception {
		Path path = Files.createSymbolicLink(this.folder.resolve("link"), this.folder.resolve("nowhere"));
		assertThat(reasonOfFailure(setup, path)).isEqualTo(ServerBindException.Reason.PATH_EXISTS);
		assertThat(path).isSymbolicLink();
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void folderThatDoesNotExistIsRefused(Setup setup) {
		assertThat(reasonOfFailure(setup, this.folder.resolve("missing/server.sock")))
			.isEqualTo(ServerBindException.Reason.NO_FOLDER);
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void longestPathIsServed(Setup setup) throws Exception {
		try (RunningServer running = server(setup, pathOfLength(LONGEST)).run()) {
			assertThat(running.ask("long")).isEqualTo("long");
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void pathThatNoClientCouldReachIsRefused(Setup setup) {
		for (int length : List.of(107, 108, 109, 150, 200)) {
			assertThat(reasonOfFailure(setup, pathOfLength(length))).as("%d", length)
				.isEqualTo(ServerBindException.Reason.PATH_TOO_LONG);
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void permissionsAreApplied(Setup setup) throws Exception {
		Path path = this.folder.resolve("server.sock");
		Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw----");
		try (RunningServer running = server(setup, path).with((options) -> options.pathPermissions(permissions))
			.run()) {
			assertThat(Files.getPosixFilePermissions(path)).isEqualTo(permissions);
			assertThat(running.ask("allowed")).isEqualTo("allowed");
		}
	}

	@Tag("trap-17")
	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void fileOfASuccessorIsNotRemoved(Setup setup) throws Exception {
		Path path = this.folder.resolve("server.sock");
		try (RunningServer first = server(setup, path).run()) {
			first.ask("first");
			Files.delete(path);
			try (RunningServer successor = server(setup, path).run()) {
				first.server().close();
				assertThat(path).exists();
				assertThat(successor.ask("mine")).isEqualTo("mine");
			}
		}
		assertThat(path).doesNotExist();
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void removedFileDoesNotHinderTheStop(Setup setup) throws Exception {
		Path path = this.folder.resolve("server.sock");
		try (Logs logs = new Logs(); RunningServer running = server(setup, path).run()) {
			Files.delete(path);
			running.server().close();
			assertThat(logs.errors()).isEmpty();
		}
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void nothingButTheSocketIsLeftInItsFolder(Setup setup) throws Exception {
		Path path = this.folder.resolve("server.sock");
		try (RunningServer running = server(setup, path).run()) {
			running.ask("hello");
			try (Stream<Path> files = Files.list(this.folder)) {
				assertThat(files).containsExactly(path);
			}
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM }, strategies = Strategy.PLATFORM_THREADS)
	void ofManyServersThatFindAStaleSocketOneGetsIt(Setup setup) throws Exception {
		Path path = staleSocket();
		CyclicBarrier barrier = new CyclicBarrier(4);
		List<BaseServer> servers = Stream.generate(() -> server(setup, path).create()).limit(4).toList();
		AtomicInteger failures = new AtomicInteger();
		List<Thread> threads = servers.stream().map((server) -> new Thread(() -> {
			try {
				barrier.await(20, TimeUnit.SECONDS);
				server.start();
			}
			catch (ServerBindException ex) {
				failures.incrementAndGet();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join(Client.LIMIT_MILLIS);
		}
		assertThat(failures).hasValue(3);
		BaseServer winner = servers.stream().filter(BaseServer::isRunning).findFirst().orElseThrow();
		try (RunningServer running = RunningServer.of(winner)) {
			assertThat(running.ask("won")).isEqualTo("won");
		}
	}

	@Test
	void clientIsKnownByItsUser() throws Exception {
		try (RunningServer running = Setup.UNIX
			.handling((request) -> request.output().write(request.principal().orElseThrow().getName() + "\n"))
			.run()) {
			assertThat(running.request().receiveLine()).isEqualTo(System.getProperty("user.name"));
		}
	}

	private static boolean connects(SocketChannel client, Path path) {
		try {
			return client.connect(UnixDomainSocketAddress.of(path));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private TestServer server(Setup setup, Path path) {
		return setup.echoing().at(UnixDomainSocketAddress.of(path));
	}

	private Path staleSocket() throws IOException {
		Path path = this.folder.resolve("stale.sock");
		try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			killed.bind(UnixDomainSocketAddress.of(path));
		}
		assertThat(path).exists();
		return path;
	}

	private Path pathOfLength(int length) {
		return this.folder.resolve("s".repeat(length - this.folder.toString().length() - 1));
	}

	private ServerBindException.Reason reasonOfFailure(Setup setup, Path path) {
		BaseServer server = server(setup, path).create();
		AtomicReference<ServerBindException.Reason> reason = new AtomicReference<>();
		try (server) {
			assertThatExceptionOfType(ServerBindException.class).isThrownBy(server::start)
				.satisfies((failure) -> reason.set(failure.getReason()));
		}
		return reason.get();
	}

}
