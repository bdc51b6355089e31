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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ChildFolder}.
 */
class ChildFolderTests {

	@TempDir
	Path temporary;

	@Test
	void onlyItsOwnerMayEnterIt() throws IOException {
		try (ChildFolder folder = create()) {
			assertThat(folder.path()).isDirectory().hasParent(this.temporary);
			assertThat(folder.path().getFileName().toString()).startsWith("socketserver-");
			assertThat(Files.getPosixFilePermissions(folder.path()))
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
	}

	@Test
	void foldersAreDistinct() throws IOException {
		try (ChildFolder one = create(); ChildFolder other = create()) {
			assertThat(one.path()).isNotEqualTo(other.path()).exists();
			assertThat(other.path()).exists();
		}
	}

	@Test
	void isMadeInTheFolderForTemporaryFiles() throws IOException {
		try (ChildFolder folder = ChildFolder.create()) {
			assertThat(folder.path()).hasParent(Path.of(System.getProperty("java.io.tmpdir")));
		}
	}

	@Test
	void closeLeavesNothing() throws IOException {
		ChildFolder folder = create();
		try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			socket.bind(UnixDomainSocketAddress.of(folder.socket(1)));
			Files.writeString(folder.path().resolve("file"), "content");
			folder.close();
		}
		assertThat(this.temporary).isEmptyDirectory();
		folder.close();
	}

	@Test
	void closeKeepsTheLockOfWhatItCannotDelete() throws IOException {
		ChildFolder folder = create();
		Path precious = Files.writeString(Files.createDirectory(folder.path().resolve("folder")).resolve("file"), "!");
		folder.close();
		assertThat(precious).exists();
		assertThat(folder.path().resolve(ChildFolder.LOCK)).exists();
	}

	@Test
	void eachChildHasASocketOfItsOwn() throws IOException {
		try (ChildFolder folder = create()) {
			assertThat(folder.socket(1)).isNotEqualTo(folder.socket(2)).hasParentRaw(folder.path());
			try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
				socket.bind(UnixDomainSocketAddress.of(folder.socket(Integer.MAX_VALUE)));
			}
		}
	}

	@Test
	void interruptedThreadMakesAndClosesOne() throws IOException {
		Thread.currentThread().interrupt();
		try (ChildFolder folder = create()) {
			assertThat(folder.path()).exists();
		}
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void anotherFolderIsTakenIfThePathOfASocketWouldBeTooLong() throws IOException {
		Path tooLong = Files.createDirectory(this.temporary.resolve("a".repeat(60)));
		Path multipleBytes = Files.createDirectory(this.temporary.resolve("\u00e4".repeat(30)));
		try (ChildFolder folder = ChildFolder.create(List.of(tooLong, multipleBytes, this.temporary))) {
			assertThat(folder.path()).hasParent(this.temporary);
			assertThat(tooLong).isEmptyDirectory();
			assertThat(multipleBytes).isEmptyDirectory();
		}
	}

	@Test
	void longFolderForTemporaryFilesIsReplacedByTheUsualOne() throws Exception {
		Path tooLong = Files.createDirectory(this.temporary.resolve("a".repeat(60)));
		try (FolderProgram program = FolderProgram.run(tooLong)) {
			assertThat(program.create()).hasParent(Path.of("/tmp"));
		}
	}

	@Test
	void failureNamesTheReasonsAndTheRemedy() {
		Path tooLong = this.temporary.resolve("a".repeat(60));
		Path missing = this.temporary.resolve("missing");
		assertThatIOException().isThrownBy(() -> ChildFolder.create(List.of(tooLong, missing)))
			.withMessageContaining("%s/socketserver-", tooLong)
			.withMessageContaining(": a socket in it would have a path of ")
			.withMessageContaining("NoSuchFileException: %s/socketserver-", missing)
			.withMessageEndingWith("-Djava.io.tmpdir=...");
	}

	private ChildFolder create() throws IOException {
		return ChildFolder.create(List.of(this.temporary));
	}

}
