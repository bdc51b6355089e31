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
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.socketserver.SocketServer;
import io.github.socketserver.transport.DaemonThreads;

/**
 * Starts children when there are too few, but not at once after a failure. Guarded by the
 * lock of {@link Children}.
 */
final class ChildStarter {

	private static final Log logger = LogFactory.getLog(Forking.class);

	// More that start at the same time only make each of them slower
	private static final int MAX_STARTING = Math.max(1, Runtime.getRuntime().availableProcessors());

	private final SocketServer server;

	private final ForkingOptions options;

	private final ChildFactory factory;

	private final ChildTable table;

	private final Consumer<Child> keeper;

	private final StartBackoff backoff = new StartBackoff();

	/**
	 * Create a starter.
	 * @param server the server
	 * @param options its options
	 * @param factory makes the children
	 * @param table what children there are
	 * @param keeper starts the process of a child and looks after it, on a thread of its
	 * own
	 */
	ChildStarter(SocketServer server, ForkingOptions options, ChildFactory factory, ChildTable table,
			Consumer<Child> keeper) {
		this.server = server;
		this.options = options;
		this.factory = factory;
		this.table = table;
		this.keeper = keeper;
	}

	StartBackoff backoff() {
		return this.backoff;
	}

	/**
	 * Start the children that are missing.
	 * @param waiting how many requests wait for one
	 */
	void startMissing(int waiting) {
		while (!this.backoff.isResting() && hasRoom() && this.table.count(ChildState.STARTING) < MAX_STARTING
				&& this.table.count(ChildState.STARTING, ChildState.SPARE, ChildState.RETURNING) < waiting
						+ this.options.spareChildren()) {
			start(false);
		}
	}

	/**
	 * Let a child do the next step towards the class archive, if one is left.
	 */
	void startArchiver() {
		if (hasRoom() && this.factory.wantsArchive()) {
			start(true);
		}
	}

	private boolean hasRoom() {
		return this.table.size() < this.options.maxChildren();
	}

	private void start(boolean archiver) {
		try {
			Child child = (archiver) ? this.factory.createArchiver() : this.factory.create();
			this.table.put(child, (archiver) ? ChildState.ARCHIVING : ChildState.STARTING);
			DaemonThreads.factory("socketserver-%s-child".formatted(this.server.name()))
				.newThread(() -> this.keeper.accept(child))
				.start();
		}
		catch (IOException | RuntimeException ex) {
			failed("a child process cannot be started: " + ex);
		}
	}

	/**
	 * Note that a child could not be started.
	 * @param failure why, as a sentence
	 */
	void failed(String failure) {
		this.backoff.failed(failure);
		logger.error("Server '%s': %s".formatted(this.server.name(), failure));
	}

	/**
	 * Note that a child has ended before its first request.
	 * @param end how, as the end of a sentence
	 */
	void lost(String end) {
		this.backoff.lengthen();
		logger.warn("Server '%s' has a spare child process that %s".formatted(this.server.name(), end));
	}

}
