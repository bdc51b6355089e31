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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The private socket where one child connects, once for each request.
 */
final class ChildSocket implements Closeable {

	private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Path path;

	private final String token;

	private final ServerSocketChannel listener;

	private final UserPrincipal owner;

	private volatile @Nullable ChildConnection greeting;

	private volatile long greetedSince;

	private boolean known;

	/**
	 * Listen.
	 * @param path the path of the socket
	 * @param token what the child shows
	 * @throws IOException if there can be no such socket
	 */
	ChildSocket(Path path, String token) throws IOException {
		this.path = path;
		this.token = token;
		this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			this.listener.bind(UnixDomainSocketAddress.of(path));
			this.owner = Files.getOwner(path);
		}
		catch (IOException ex) {
			this.listener.close();
			throw ex;
		}
	}

	/**
	 * Wait for the child. For one thread.
	 * @param pid the number of its process
	 * @return the connection
	 * @throws IOException if the socket is closed
	 */
	ChildConnection accept(long pid) throws IOException {
		ChildConnection connection = new ChildConnection(this.listener.accept());
		while (!isChild(connection, pid)) {
			connection.close();
			connection = new ChildConnection(this.listener.accept());
		}
		this.known = true;
		return connection;
	}

	private boolean isChild(ChildConnection connection, long pid) {
		this.greetedSince = System.nanoTime();
		this.greeting = connection;
		// the token proves later connections; asking for the user reads a file
		boolean isChild = (this.known || Hello.isSameUser(connection, this.owner))
				&& Hello.check(connection, this.token, pid);
		this.greeting = null;
		return isChild;
	}

	/**
	 * Close a connection whose other end is silent.
	 * @param now the time, of {@link System#nanoTime()}
	 */
	void expireGreeting(long now) {
		ChildConnection greeting = this.greeting;
		if (greeting != null && now - this.greetedSince > GREETING_NANOS) {
			greeting.close();
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			// the folder is removed with all that is in it
		}
	}

}
