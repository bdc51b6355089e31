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
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Removes the private folders of processes that were killed.
 */
final class AbandonedFolders {

	private static final Log logger = LogFactory.getLog(ChildFolder.class);

	private AbandonedFolders() {
	}

	/**
	 * Remove the folders that have a lock which nobody holds. Another process may do the
	 * same at the same time.
	 * @param parents where to look
	 * @param own a folder of this process; others are removed if they have the same owner
	 */
	static void remove(List<Path> parents, Path own) {
		for (Path parent : parents) {
			try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent,
					(path) -> FolderNames.isOfOtherProcess(path.getFileName().toString()))) {
				UserPrincipal owner = Files.getOwner(own);
				folders.forEach((folder) -> remove(folder, owner));
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("Cannot look for abandoned folders in " + parent, ex);
			}
		}
	}

	private static void remove(Path folder, UserPrincipal owner) {
		try {
			Path lock = folder.resolve(ChildFolder.LOCK);
			if (isPrivate(folder, owner) && Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
				removeIfLocked(folder, lock);
			}
		}
		catch (OverlappingFileLockException ex) {
			logger.trace("Another thread removes " + folder, ex);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Cannot remove the abandoned folder " + folder, ex);
		}
	}

	private static boolean isPrivate(Path folder, UserPrincipal owner) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		return attributes.isDirectory() && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
				&& (!ChildFolder.POSIX || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
					.equals(ChildFolder.OWNER_ONLY));
	}

	private static void removeIfLocked(Path folder, Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
			if (channel.tryLock() != null) {
				FolderContent.delete(folder, channel);
				logger.debug("Removed the abandoned folder " + folder);
			}
		}
	}

}
