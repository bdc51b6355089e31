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
import java.nio.channels.SocketChannel;
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

	private final ChildCommand command;

	private final Path path;

	private final ChildSettings settings;

	private final ServerSocketChannel listener;

	private final UserPrincipal owner;

	private final long created = System.nanoTime();

	// Orders come from several threads, and a pipe may be full
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Process process;

	private volatile @Nullable DataOutputStream orders;

	private volatile @Nullable ChildOutput output;

	private volatile @Nullable ChildConnection connection;

	private volatile long stateSince = this.created;

	private volatile @Nullable Request served;

	private volatile boolean timedOut;

	private volatile boolean readyAgain;

	private volatile @Nullable ChildEnd end;

	private volatile int request;

	Child(ChildCommand command, Path path, ChildSettings settings) throws IOException {
		this.command = command;
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
		Process process = this.command.newProcess().start();
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
		ChildConnection connection = null;
		while (connection == null) {
			SocketChannel channel = this.listener.accept();
			connection = Hello.check(channel, this.settings.token(), pid(), this.owner);
		}
		this.connection = connection;
		this.request = this.request + 1;
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
	 * @param end why, unless a reason is noted already
	 */
	void kill(ChildEnd end) {
		Process process = this.process;
		if (process == null) {
			// it is killed when it has been started
			noteEnd(end);
		}
		else if (process.isAlive()) {
			noteEnd(end);
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		closeListener();
	}

	/**
	 * Note how the child ends, if nothing is noted yet.
	 * @param end how
	 */
	synchronized void noteEnd(ChildEnd end) {
		if (this.end == null) {
			this.end = end;
		}
	}

	/**
	 * Forget the process, which has ended.
	 */
	void close() {
		closeListener();
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
			kill(ChildEnd.KILLED);
			return "has closed its connection without a result";
		}
		return endText();
	}

	String endText() {
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

	/**
	 * Return how the child has ended.
	 * @param done whether it was to end by itself
	 * @return what is noted, or else what its exit code tells
	 */
	ChildEnd howItEnded(boolean done) {
		ChildEnd end = this.end;
		if (end != null) {
			return end;
		}
		return (done && exitCode() == 0) ? ChildEnd.RETIRED : ChildEnd.CRASHED;
	}

	String tail() {
		ChildOutput output = this.output;
		String tail = (output != null) ? output.tail() : "";
		return tail.isEmpty() ? "It has printed nothing." : "It has printed last: " + tail;
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

	/**
	 * Return how the child is to end.
	 * @return what is noted, or {@code null} if it is to live
	 */
	@Nullable ChildEnd end() {
		return this.end;
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
			kill(ChildEnd.KILLED);
			if (request != null) {
				Hello.TIMER.schedule(request::close, CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
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
