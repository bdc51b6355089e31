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
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.DaemonThreads;

/**
 * The process of a child: its start, what it is told through its standard input, what it
 * prints, and its end.
 */
final class ChildProcess {

	private static final long EXIT_WAIT_MILLIS = 2000;

	// Orders come from several threads, and a pipe may be full
	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Process process;

	private volatile @Nullable DataOutputStream orders;

	private volatile @Nullable ChildOutput output;

	/**
	 * Start the process.
	 * @param builder what starts it
	 * @param settings what it is told first
	 * @return the process
	 * @throws IOException if there can be none
	 */
	Process start(ProcessBuilder builder, ChildSettings settings) throws IOException {
		Process process = builder.start();
		ChildOutput output = new ChildOutput(process.getInputStream());
		this.output = output;
		DaemonThreads.factory("socketserver-child-%d-output".formatted(process.pid())).newThread(output).start();
		DataOutputStream orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
		this.process = process;
		try {
			settings.write(orders);
			orders.flush();
			this.orders = orders;
		}
		catch (IOException ex) {
			// it has ended already, which is noticed elsewhere
		}
		return process;
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
		ByteBuffer message = ByteBuffer.allocate(1 + 2 * Integer.BYTES + details.length);
		message.put((byte) order.ordinal()).putInt(request).putInt(details.length).put(details);
		this.lock.lock();
		try {
			orders.write(message.array());
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
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	boolean hasEnded() {
		Process process = this.process;
		return process != null && !process.isAlive();
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

	/**
	 * Return how the child has ended, and what it has printed last.
	 * @return the end of a sentence, and another sentence
	 */
	String end() {
		return "has ended with exit code %d. %s".formatted(exitCode(), tail());
	}

	/**
	 * Return the exit code of an ended child.
	 * @return the code, 128 and the number of the signal that killed it, or -1
	 */
	int exitCode() {
		Process process = this.process;
		return (process != null && !process.isAlive()) ? process.exitValue() : -1;
	}

	String tail() {
		ChildOutput output = this.output;
		String tail = (output != null) ? output.tail() : "";
		return tail.isEmpty() ? "It has printed nothing." : "It has printed last: " + tail;
	}

	/**
	 * Tell the process nothing more.
	 */
	void close() {
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

	/**
	 * Return the number of the process.
	 * @return its number, or -1 if it has not been started
	 */
	long pid() {
		Process process = this.process;
		return (process != null) ? process.pid() : -1;
	}

}
