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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

import io.github.socketserver.server.BaseServer;

/**
 * Makes the children of a server, which share a private folder.
 */
final class ChildFactory implements Closeable {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int TOKEN_BYTES = 16;

	private final BaseServer server;

	private final ChildProgram program;

	private final ForkingOptions options;

	private final ChildFolder folder;

	private final ChildCommand command;

	private int count;

	ChildFactory(BaseServer server, ChildProgram program, ForkingOptions options) throws IOException {
		this.server = server;
		this.program = program;
		this.options = options;
		this.folder = ChildFolder.create();
		try {
			this.command = ChildCommand.of(program.mainClass(), options, this.folder);
		}
		catch (IOException | RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Create a child, whose process is not started yet.
	 * @return the child
	 * @throws IOException if there can be no socket for it
	 */
	Child create() throws IOException {
		return create(false);
	}

	/**
	 * Return whether a child can do something for the class archive.
	 * @return whether there is none and there can be one
	 */
	boolean wantsArchive() {
		return this.command.archive().isWanted();
	}

	Child createArchiver() throws IOException {
		return create(true);
	}

	private Child create(boolean makesArchive) throws IOException {
		byte[] token = new byte[TOKEN_BYTES];
		RANDOM.nextBytes(token);
		Path path = this.folder.socket(++this.count);
		ChildSettings settings = new ChildSettings(HexFormat.of().formatHex(token), path.toString(), this.server.type(),
				this.server.serverAddress(), (makesArchive) ? 1 : this.options.requestsPerChild(), makesArchive,
				this.server.options(), this.server.name(), this.program.parameters());
		ChildSocket socket = new ChildSocket(path, settings.token());
		return new Child(this.command, settings, socket,
				(makesArchive) ? this.command.archive().beginStep() : List.of());
	}

	@Override
	public void close() {
		this.folder.close();
	}

}
