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

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The private folder of a running server, for the sockets of its children. A file lock
 * tells other processes that it is in use. When a process was killed, the next one that
 * makes a folder removes what it has left.
 */
final class ChildFolder implements Closeable {

	static final String LOCK = "lock";

	static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	/**
	 * How long the path of a socket can be in bytes, with some room to what operating
	 * systems allow.
	 */
	private static final int MAX_SOCKET_PATH = 100;

	private static final Log logger = LogFactory.getLog(ChildFolder.class);

	private final Path path;

	private final FileChannel channel;

	private ChildFolder(Path path, FileChannel channel) {
		this.path = path;
		this.channel = channel;
	}

	/**
	 * Make a folder in the folder for temporary files or, if that has too long a path, in
	 * {@code /tmp}, and remove what killed processes have left in both.
	 * @return the folder
	 * @throws IOException if it can be made in neither
	 */
	static ChildFolder create() throws IOException {
		return create(Stream.of(System.getProperty("java.io.tmpdir"), "/tmp")
			.limit(POSIX ? 2 : 1)
			.map((folder) -> Path.of(folder).toAbsolutePath())
			.distinct()
			.toList());
	}

	static ChildFolder create(List<Path> parents) throws IOException {
		List<String> failures = new ArrayList<>();
		for (Path parent : parents) {
			try {
				ChildFolder folder = createIn(parent);
				AbandonedFolders.remove(parents, folder.path());
				return folder;
			}
			catch (IOException ex) {
				failures.add(ex.toString());
			}
		}
		throw new IOException("No folder for the sockets of child processes can be made (%s). Let the system property "
			.formatted(String.join("; ", failures))
				+ "'java.io.tmpdir' name a folder that can be written and has a short path: -Djava.io.tmpdir=...");
	}

	private static ChildFolder createIn(Path parent) throws IOException {
		Path path = parent.resolve(FolderNames.next());
		int length = socket(path, Integer.MAX_VALUE).toString().getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_SOCKET_PATH) {
			throw new FileSystemException(path.toString(), null,
					"a socket in it would have a path of %d bytes, more than %d".formatted(length, MAX_SOCKET_PATH));
		}
		Files.createDirectory(path, ownerOnly());
		try {
			return new ChildFolder(path, lock(path));
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(path);
			throw ex;
		}
	}

	private static FileAttribute<?>[] ownerOnly() {
		return POSIX ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ONLY) }
				: new FileAttribute<?>[0];
	}

	// locked before it has its name: a file of this name that is not locked is taken for
	// one of a dead process
	private static FileChannel lock(Path path) throws IOException {
		Path unpublished = path.resolve(LOCK + ".new");
		FileChannel channel = FileChannel.open(unpublished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() == null) {
				throw new IOException("somebody else has locked " + unpublished);
			}
			Files.move(unpublished, path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			Files.deleteIfExists(unpublished);
			throw ex;
		}
	}

	Path path() {
		return this.path;
	}

	/**
	 * Return where the socket of a child is to be.
	 * @param number the number of the child
	 * @return the path
	 */
	Path socket(int number) {
		return socket(this.path, number);
	}

	private static Path socket(Path folder, int number) {
		return folder.resolve(number + ".sock");
	}

	/**
	 * Delete the folder and what is in it. What cannot be deleted is left to the next
	 * process that makes a folder.
	 */
	@Override
	public void close() {
		try (FileChannel channel = this.channel) {
			if (channel.isOpen()) {
				FolderContent.delete(this.path, channel);
			}
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + this.path, ex);
		}
	}

}
