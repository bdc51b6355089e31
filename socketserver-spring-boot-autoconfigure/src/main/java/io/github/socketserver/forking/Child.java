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

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.transport.DaemonThreads;

/**
 * A child process, and what the parent knows of it.
 */
final class Child {

	private static final long EXIT_WAIT_MILLIS = 2000;

	private static final long CLOSE_WAIT_MILLIS = 1000;

	private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final ChildCommand command;

	private final Path path;

	private final ChildSettings settings;

	private final boolean makesArchive;

	private final ServerSocketChannel listener;

	private final UserPrincipal owner;

	private final long created = System.nanoTime();

	// Orders come from several threads, and a pipe may be full
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Process process;

	private volatile @Nullable DataOutputStream orders;

	private volatile @Nullable ChildOutput output;

	private volatile @Nullable ChildConnection greeting;

	private volatile long greetedSince;

	private volatile @Nullable ChildConnection connection;

	private volatile long stateSince = this.created;

	private volatile boolean killed;

	private volatile @Nullable Request served;

	private volatile boolean timedOut;

	private volatile boolean readyAgain;

	private volatile boolean retired;

	private volatile int request;

	/**
	 * Create a child whose process is not started yet.
	 * @param command what starts it
	 * @param path the path of its socket
	 * @param settings what it is told
	 * @param makesArchive whether it is to make the class archive instead of serving
	 * requests
	 * @throws IOException if it cannot have a socket
	 */
	Child(ChildCommand command, Path path, ChildSettings settings, boolean makesArchive) throws IOException {
		this.command = command;
		this.makesArchive = makesArchive;
		this.path = path;
		this.settings = settings;
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
	 * Start the process.
	 * @return the process
	 * @throws IOException if there can be none
	 */
	Process start() throws IOException {
		ClassArchive archive = this.command.archive();
		Process process = this.command.newProcess((this.makesArchive) ? archive.makingOptions() : archive.options())
			.start();
		ChildOutput output = new ChildOutput(process.getInputStream());
		this.output = output;
		DaemonThreads.factory("socketserver-child-%d-output".formatted(process.pid())).newThread(output).start();
		DataOutputStream orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
		this.process = process;
		try {
			this.settings.write(orders);
			orders.flush();
			this.orders = orders;
		}
		catch (IOException ex) {
			// it has ended already, which is noticed elsewhere
		}
		return process;
	}

	/**
	 * Wait until the child is ready for a request.
	 * @throws IOException if the child has ended
	 */
	void accept() throws IOException {
		ChildConnection connection = new ChildConnection(this.listener.accept());
		while (!isChild(connection)) {
			connection.close();
			connection = new ChildConnection(this.listener.accept());
		}
		this.connection = connection;
		this.request = this.request + 1;
	}

	private boolean isChild(ChildConnection connection) {
		this.greetedSince = System.nanoTime();
		this.greeting = connection;
		// the token proves later connections; asking for the user reads a file
		boolean isChild = (this.request > 0 || Hello.isSameUser(connection, this.owner))
				&& Hello.check(connection, this.settings.token(), pid());
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

	/**
	 * Return the connection for the request that comes next, which the caller closes.
	 * @return the connection
	 */
	ChildConnection connection() {
		return Objects.requireNonNull(this.connection);
	}

	/**
	 * Tell the child something about its request.
	 * @param order what
	 * @param request the number of the request
	 * @param details what else there is to say
	 */
	void order(Order order, int request, byte... details) {
		DataOutputStream orders = this.orders;
		if (orders == null) {
			return;
		}
		ByteBuffer message = ByteBuffer.allocate(2 + 2 * Integer.BYTES + details.length);
		message.put((byte) order.ordinal()).putInt(request).putInt(details.length).put(details);
		this.lock.lock();
		try {
			orders.write(message.array(), 0, message.position());
			orders.flush();
		}
		catch (IOException ex) {
			// the child has ended
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the process, and those that it has started, at once.
	 */
	void kill() {
		Process process = this.process;
		if (process != null && process.isAlive()) {
			this.killed = true;
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		closeListener();
	}

	/**
	 * Forget the process, which has ended.
	 */
	void close() {
		closeListener();
		if (this.makesArchive) {
			this.command.archive().made();
		}
		DataOutputStream orders = this.orders;
		try {
			if (orders != null) {
				orders.close();
			}
		}
		catch (IOException ex) {
			// nobody reads them any more
		}
	}

	private void closeListener() {
		try {
			this.listener.close();
			Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			// the folder is removed with all that is in it
		}
	}

	/**
	 * Wait for the end of a child that has closed its connection.
	 * @return how it ended
	 * @throws InterruptedException if the request is cut meanwhile
	 */
	String awaitEnd() throws InterruptedException {
		Process process = this.process;
		if (process != null && !process.waitFor(EXIT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
			kill();
			return "has closed its connection without a result";
		}
		return end();
	}

	String end() {
		return "has ended with exit code " + exitCode();
	}

	/**
	 * Return the exit code of an ended child.
	 * @return the code, 128 and the number of the signal that killed it, or -1
	 */
	int exitCode() {
		Process process = this.process;
		return (process != null && !process.isAlive()) ? process.exitValue() : -1;
	}

	ChildEnd howItEnded(boolean done) {
		if (this.retired || (done && exitCode() == 0)) {
			return ChildEnd.RETIRED;
		}
		return (this.killed) ? ChildEnd.KILLED : ChildEnd.CRASHED;
	}

	String tail() {
		ChildOutput output = this.output;
		String tail = (output != null) ? output.tail() : "";
		return tail.isEmpty() ? "It has printed nothing." : "It has printed last: " + tail;
	}

	boolean makesArchive() {
		return this.makesArchive;
	}

	/**
	 * Tell the child that there is no request for it, so that it ends.
	 */
	void dismiss() {
		retire();
		connection().close();
	}

	/**
	 * Note that the child has been told to end, or is not needed any more.
	 */
	void retire() {
		this.retired = true;
	}

	/**
	 * Note whether the child is ready for its next request before the last one has been
	 * given back.
	 * @param readyAgain whether it is
	 */
	void setReadyAgain(boolean readyAgain) {
		this.readyAgain = readyAgain;
	}

	boolean isReadyAgain() {
		return this.readyAgain;
	}

	boolean isRetired() {
		return this.retired;
	}

	/**
	 * Note what the child serves.
	 * @param request the request, or {@code null}
	 */
	void serves(@Nullable Request request) {
		this.served = request;
	}

	/**
	 * Kill the child because it has taken too long, and close its request a little later:
	 * its client may take nothing.
	 */
	void timeOut() {
		Request request = this.served;
		if (!this.timedOut) {
			this.timedOut = true;
			kill();
			if (request != null) {
				Children.TIMER.schedule(request::close, CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
	}

	boolean isTimedOut() {
		return this.timedOut;
	}

	void stateChanged() {
		this.stateSince = System.nanoTime();
	}

	long stateSince() {
		return this.stateSince;
	}

	boolean isKilled() {
		return this.killed;
	}

	/**
	 * Return the number of the request that the child waits for or serves.
	 * @return one for the first
	 */
	int request() {
		return this.request;
	}

	boolean servesMore() {
		return this.request < this.settings.requests();
	}

	long created() {
		return this.created;
	}

	long pid() {
		Process process = this.process;
		return (process != null) ? process.pid() : -1;
	}

	@Override
	public String toString() {
		return "Child process %d of server '%s'".formatted(pid(), this.settings.server());
	}

}
