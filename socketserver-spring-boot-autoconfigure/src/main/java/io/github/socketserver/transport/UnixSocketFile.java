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

package io.github.socketserver.transport;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket server: bound where nobody else can reach it, given its mode,
 * and only then published. It is published by a hard link, which fails where a file
 * exists; a rename would silently take the place of a live socket.
 */
public final class UnixSocketFile {

	private static final String SOCKET = "s";

	// What the JDK gets into sun_path of unix(7): a server on a longer path has no client
	private static final int LONGEST_PATH = 106;

	private final Path path;

	private final @Nullable Object key;

	private UnixSocketFile(Path path, @Nullable Object key) {
		this.path = path;
		this.key = key;
	}

	/**
	 * Bind a socket to a path. A file that a killed server has left there is removed.
	 * @param path the path, of 106 bytes at most
	 * @param permissions the mode of the file, or {@code null} for that of the umask
	 * @param socket binds the socket
	 * @return the file, to be deleted when the channel is closed
	 * @throws java.nio.file.FileAlreadyExistsException if there is a live socket, or a
	 * file that is no socket
	 * @throws IOException if the path cannot be bound
	 */
	public static UnixSocketFile bind(Path path, @Nullable Set<PosixFilePermission> permissions, Binding socket)
			throws IOException {
		if (path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
			throw new SocketException("Unix domain path too long");
		}
		StaleSocketFile.remove(path);
		Path directory = createPrivateDirectory(path.toAbsolutePath().getParent());
		try {
			Path file = directory.resolve(SOCKET);
			socket.bind(UnixDomainSocketAddress.of(shortest(file, path)));
			if (permissions != null) {
				Files.setPosixFilePermissions(file, permissions);
			}
			Object key = fileKey(file);
			Files.createLink(path, file);
			return new UnixSocketFile(path, key);
		}
		finally {
			Files.deleteIfExists(directory.resolve(SOCKET));
			Files.delete(directory);
		}
	}

	/**
	 * Delete the file, unless another one has taken its place.
	 * @throws IOException if it cannot be deleted
	 */
	public void delete() throws IOException {
		try {
			Object current = fileKey(this.path);
			if (current != null && current.equals(this.key)) {
				Files.deleteIfExists(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			// somebody was faster
		}
	}

	private static Path createPrivateDirectory(@Nullable Path parent) throws IOException {
		if (parent == null || !Files.isDirectory(parent)) {
			throw new NoSuchFileException(String.valueOf(parent), null, "the folder of the socket does not exist");
		}
		// A short name: sun_path of unix(7) has to hold it
		String name = "." + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
		return Files.createDirectory(parent.resolve(name),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

	private static Path shortest(Path socket, Path path) {
		// A path that was given relative may be too long in full
		Path parent = path.getParent();
		Path relative = socket.subpath(socket.getNameCount() - 2, socket.getNameCount());
		return (path.isAbsolute()) ? socket : (parent != null) ? parent.resolve(relative) : relative;
	}

	private static @Nullable Object fileKey(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

	/**
	 * Binds a socket.
	 */
	@FunctionalInterface
	public interface Binding {

		/**
		 * Bind it.
		 * @param address the address to bind
		 * @throws IOException if it cannot be bound
		 */
		void bind(UnixDomainSocketAddress address) throws IOException;

	}

}
