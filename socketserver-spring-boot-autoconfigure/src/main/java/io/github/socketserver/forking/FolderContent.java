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
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Deletes a private folder with the files and sockets in it. It touches neither links nor
 * other folders, since the server makes none.
 */
final class FolderContent {

	private FolderContent() {
	}

	/**
	 * Delete a folder. The lock is the last file: while anything else is left, the folder
	 * can be found again by its lock.
	 * @param folder the folder
	 * @param lock what the caller has locked it with; it is closed before the folder
	 * goes, since not every operating system deletes a folder with an open file
	 * @throws IOException if it cannot be deleted
	 */
	static void delete(Path folder, FileChannel lock) throws IOException {
		try (DirectoryStream<Path> content = Files.newDirectoryStream(folder,
				(path) -> !path.endsWith(ChildFolder.LOCK))) {
			for (Path path : content) {
				BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
						LinkOption.NOFOLLOW_LINKS);
				if (attributes.isDirectory() || attributes.isSymbolicLink()) {
					throw new IOException(path + " is neither a file nor a socket");
				}
				Files.deleteIfExists(path);
			}
		}
		Files.deleteIfExists(folder.resolve(ChildFolder.LOCK));
		lock.close();
		Files.deleteIfExists(folder);
	}

}
