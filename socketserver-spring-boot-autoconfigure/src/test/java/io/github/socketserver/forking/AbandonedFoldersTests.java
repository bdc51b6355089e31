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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketserver.testsupport.Logs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a process removes when it makes a {@link ChildFolder}.
 */
class AbandonedFoldersTests {

	@TempDir
	Path temporary;

	@Test
	void folderOfAKilledProcessIsRemoved() throws Exception {
		try (FolderProgram program = FolderProgram.run(this.temporary);
				ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			Path abandoned = program.create();
			socket.bind(UnixDomainSocketAddress.of(abandoned.resolve("1.sock")));
			Files.writeString(abandoned.resolve("java.args"), "");
			create().close();
			assertThat(abandoned).exists();
			program.kill();
			assertThat(abandoned).exists();
		}
		create().close();
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void allCandidatesAreSearched() throws IOException {
		Path other = Files.createDirectory(this.temporary.resolve("other"));
		Path abandoned = abandoned(other, "socketserver-1-2-3");
		ChildFolder.create(List.of(this.temporary, other, this.temporary.resolve("missing"))).close();
		assertThat(abandoned).doesNotExist();
	}

	@Test
	void folderInUseStays() throws Exception {
		try (ChildFolder own = create(); FolderProgram program = FolderProgram.run(this.temporary)) {
			Path others = program.create();
			for (int i = 0; i < 3; i++) {
				create().close();
			}
			try (FolderProgram third = FolderProgram.run(this.temporary)) {
				third.create();
				assertThat(own.path().resolve(ChildFolder.LOCK)).exists();
				assertThat(others.resolve(ChildFolder.LOCK)).exists();
			}
		}
		assertThat(this.temporary).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "socketserver", "socketserver-", "socketserver-cache", "socketserver-1-2",
			"socketserver-1-2-3-4", "socketserver-1-2-3.bak", "mysocketserver-1-2-3", "Socketserver-1-2-3" })
	void foreignNamesStay(String name) throws IOException {
		assertStays(abandoned(this.temporary, name));
	}

	@Test
	void folderThatOthersMayEnterStays() throws IOException {
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
		assertStays(folder);
	}

	@Test
	void folderOfAnotherUserStays() throws IOException {
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		try {
			Files.setOwner(folder,
					folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		}
		catch (IOException ex) {
			Assumptions.abort("Only root gives files away");
		}
		assertStays(folder);
	}

	@Test
	void linkToAFolderStays() throws IOException {
		Path target = abandoned(this.temporary, "target");
		Path link = Files.createSymbolicLink(this.temporary.resolve("socketserver-1-2-3"), target);
		assertStays(target);
		assertThat(link).isSymbolicLink();
	}

	@Test
	void fileStays() throws IOException {
		Path file = Files.writeString(this.temporary.resolve("socketserver-1-2-3"), "");
		create().close();
		assertThat(file).exists();
	}

	@Test
	void folderWithoutALockStays() throws IOException {
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		Files.delete(folder.resolve(ChildFolder.LOCK));
		create().close();
		assertThat(folder.resolve("1.sock")).exists();
	}

	@Test
	void folderWhoseLockIsALinkStays() throws IOException {
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		Path target = this.temporary.resolve("target");
		Files.move(folder.resolve(ChildFolder.LOCK), target);
		Files.createSymbolicLink(folder.resolve(ChildFolder.LOCK), target);
		assertStays(folder);
	}

	@Test
	void targetOfALinkStays() throws IOException {
		Path target = Files.writeString(this.temporary.resolve("target"), "precious");
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		Path link = Files.createSymbolicLink(folder.resolve("link"), target);
		try (Logs logs = new Logs(ChildFolder.class.getName())) {
			create().close();
			assertThat(logs.debug()).containsExactly("Cannot remove the abandoned folder " + folder);
		}
		assertThat(target).hasContent("precious");
		assertThat(link).isSymbolicLink();
		assertThat(folder.resolve(ChildFolder.LOCK)).exists();
	}

	@Test
	void folderInsideStays() throws IOException {
		Path folder = abandoned(this.temporary, "socketserver-1-2-3");
		Path precious = Files.writeString(Files.createDirectory(folder.resolve("folder")).resolve("file"), "precious");
		create().close();
		assertThat(precious).hasContent("precious");
		assertThat(folder.resolve(ChildFolder.LOCK)).exists();
	}

	@Test
	void nobodyRemovesAFolderThatIsJustBeingMade() throws Exception {
		try (FolderProgram one = FolderProgram.run(this.temporary);
				FolderProgram other = FolderProgram.run(this.temporary)) {
			one.tell("300");
			other.tell("300");
			List<CompletableFuture<Integer>> threads = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				threads.add(CompletableFuture
					.supplyAsync(() -> FolderProgram.createRepeatedly(List.of(this.temporary), 100)));
			}
			assertThat(one.answer()).isEqualTo("0");
			assertThat(other.answer()).isEqualTo("0");
			for (CompletableFuture<Integer> thread : threads) {
				assertThat(thread.get(60, TimeUnit.SECONDS)).isZero();
			}
		}
		assertThat(this.temporary).isEmptyDirectory();
	}

	private void assertStays(Path folder) throws IOException {
		create().close();
		assertThat(folder.resolve("1.sock")).exists();
		assertThat(folder.resolve(ChildFolder.LOCK)).exists();
	}

	private static Path abandoned(Path parent, String name) throws IOException {
		Path folder = Files.createDirectory(parent.resolve(name),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.writeString(folder.resolve(ChildFolder.LOCK), "");
		Files.writeString(folder.resolve("1.sock"), "");
		return folder;
	}

	private ChildFolder create() throws IOException {
		return ChildFolder.create(List.of(this.temporary));
	}

}
