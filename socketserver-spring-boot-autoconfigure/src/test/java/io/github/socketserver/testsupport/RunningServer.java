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

package io.github.socketserver.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.server.BaseServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server and the thread that serves.
 */
public final class RunningServer implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final BaseServer server;

	private final Thread thread;

	private final Queue<Client> clients = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

	private RunningServer(BaseServer server) {
		this.server = server;
		this.thread = new Thread(server::serveForever, "serving");
		this.thread.setDaemon(true);
		this.thread.setUncaughtExceptionHandler((thread, failure) -> this.uncaught.add(failure));
	}

	/**
	 * Start a server, and serve on a thread of its own.
	 * @param server the server
	 * @return the running server
	 */
	public static RunningServer of(BaseServer server) {
		RunningServer running = new RunningServer(server);
		server.start();
		running.thread.start();
		return running;
	}

	public BaseServer server() {
		return this.server;
	}

	public SocketAddress address() {
		return this.server.serverAddress();
	}

	public Thread thread() {
		return this.thread;
	}

	/**
	 * Return what reached the uncaught exception handler of the serving thread.
	 * @return the throwables
	 */
	public Queue<Throwable> uncaught() {
		return this.uncaught;
	}

	/**
	 * Connect a client, which is closed with this.
	 * @return the client
	 * @throws IOException if the server does not let it
	 */
	public Client connect() throws IOException {
		Client client = Client.connect(this.server.type(), address());
		this.clients.add(client);
		return client;
	}

	/**
	 * Connect a client that makes a request without saying anything: a connection is one,
	 * on an event loop the end of its input, and on a datagram server an empty line.
	 * @return the client
	 * @throws IOException if the server does not let it
	 */
	public Client request() throws IOException {
		Client client = connect();
		if (client instanceof DatagramClient) {
			client.send("\n");
		}
		if (this.server instanceof EventLoopServer) {
			((StreamClient) client).shutdownOutput();
		}
		return client;
	}

	/**
	 * Send a line and receive one with a new client.
	 * @param line the line to send
	 * @return the line received
	 * @throws IOException if the connection fails
	 */
	public String ask(String line) throws IOException {
		try (Client client = connect()) {
			client.send(line + "\n");
			return client.receiveLine();
		}
	}

	/**
	 * Wait until the serving thread has ended.
	 */
	public void awaitEnd() {
		try {
			this.thread.join(LIMIT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		assertThat(this.thread.isAlive()).as("still serving").isFalse();
	}

	@Override
	public void close() {
		this.server.closeNow();
		awaitEnd();
		for (Client client : this.clients) {
			try {
				client.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
