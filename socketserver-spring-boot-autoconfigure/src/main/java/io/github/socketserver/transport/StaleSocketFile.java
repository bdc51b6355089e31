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
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The socket file that a killed server leaves behind. It is removed only while holding a
 * lock, in this process and towards others: of two servers that find the same stale file,
 * the second must not remove what the first has put in its place. The empty lock file
 * stays, since removing it would open that race again.
 */
final class StaleSocketFile {

	private static final int FILE_TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private static final ReentrantLock PROCESS_LOCK = new ReentrantLock();

	private StaleSocketFile() {
	}

	static void remove(Path path) throws IOException {
		if (!exists(path)) {
			return;
		}
		Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
		PROCESS_LOCK.lock();
		try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			lock.lock();
			if (exists(path)) {
				requireStale(path);
				Files.deleteIfExists(path);
			}
		}
		finally {
			PROCESS_LOCK.unlock();
		}
	}

	private static void requireStale(Path path) throws IOException {
		int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		if ((mode & FILE_TYPE) != SOCKET) {
			throw new FileAlreadyExistsException(path.toString(), null, "a file that is not a socket is there");
		}
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			// Non-blocking: the connect to a live server with a full queue would wait.
			// That to
			// a datagram socket fails, too, but tells whether one is bound to the file.
			probe.configureBlocking(false);
			probe.connect(UnixDomainSocketAddress.of(path));
		}
		catch (ConnectException ex) {
			return;
		}
		catch (IOException ex) {
			throw inUse(path, ex);
		}
		throw inUse(path, null);
	}

	private static boolean exists(Path path) {
		return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
	}

	private static IOException inUse(Path path, @Nullable IOException cause) {
		IOException failure = new FileAlreadyExistsException(path.toString(), null, "another server listens there");
		if (cause != null) {
			failure.initCause(cause);
		}
		return failure;
	}

}
