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

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.DaemonThreads;

/**
 * The parent, as a child sees it. What it says comes through the standard input of this
 * process, which ends with this process when the parent does.
 */
public final class Parent {

	private static final long DISMISSAL_MILLIS = 1000;

	private final DataInputStream source;

	private final ChildSettings settings;

	private volatile @Nullable ParentConnection connection;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean dismissed;

	private int requests;

	private Parent(DataInputStream source, ChildSettings settings) {
		this.source = source;
		this.settings = settings;
	}

	/**
	 * Take the standard input, from which other code finds nothing any more, and read
	 * what this child is told. Called once, first of all.
	 * @return the parent
	 * @throws UncheckedIOException if this process was not started as a child
	 */
	public static Parent take() {
		DataInputStream source = new DataInputStream(System.in);
		System.setIn(InputStream.nullInputStream());
		try {
			Parent parent = new Parent(source, ChildSettings.read(source));
			DaemonThreads.factory("socketserver-parent").newThread(parent::listen).start();
			SignalGuard.install();
			return parent;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This program is started by a server with a process per request", ex);
		}
	}

	/**
	 * Return what the {@link ChildProgram} was given.
	 * @return the parameters
	 */
	public Map<String, String> parameters() {
		return this.settings.parameters();
	}

	/**
	 * Return the name of the server whose requests this child serves.
	 * @return the name
	 */
	public String serverName() {
		return this.settings.server();
	}

	ChildSettings settings() {
		return this.settings;
	}

	/**
	 * Tell the parent that this child is ready for a request.
	 * @return the connection for the request
	 * @throws IOException if the parent has ended
	 */
	ParentConnection connect() throws IOException {
		ParentConnection connection = ParentConnection.open(this.settings, ++this.requests);
		this.connection = connection;
		connection.greet(this.settings);
		return connection;
	}

	/**
	 * Note that the last request is about to be over: then the parent closes the standard
	 * input, which else means that it has ended.
	 */
	void expectDismissal() {
		this.dismissed = true;
	}

	/**
	 * Wait until the parent has closed the standard input. While a thread reads it, the
	 * end of this process takes a third of a second longer.
	 */
	void awaitDismissal() {
		try {
			this.ended.await(DISMISSAL_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void listen() {
		try {
			while (true) {
				Order order = Order.of(this.source.readByte());
				int request = this.source.readInt();
				byte[] details = Texts.readBytes(this.source);
				ParentConnection connection = this.connection;
				if (connection != null && connection.number() == request) {
					connection.receive(order, details);
				}
			}
		}
		catch (IOException ex) {
			// the parent has ended, or has closed the pipe
		}
		finally {
			this.ended.countDown();
			if (!this.dismissed) {
				// not exit: a handler may block a shutdown hook, and nobody waits for
				// this process
				Runtime.getRuntime().halt(0);
			}
		}
	}

}
