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

package io.github.socketserver.eventloop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.DaemonThreads;

/**
 * A thread that serves many connections, each when its channel is ready. Python: the
 * {@code select()} that its documentation leaves to the reader.
 */
final class EventLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(EventLoop.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final int MAX_TASKS_PER_PASS = 1024;

	private final Selector selector;

	private final Thread thread;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Consumer<SelectionKey> action = this::ready;

	private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

	private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

	private volatile boolean waiting;

	private volatile boolean stopping;

	private volatile boolean ended;

	private volatile int connections;

	private volatile long busySince;

	// the watch reads it, too, but may be late
	private final AtomicReference<@Nullable LoopConnection> current = new AtomicReference<>();

	private long now;

	EventLoop(String name) throws IOException {
		this.selector = Selector.open();
		this.thread = DaemonThreads.factory(name).newThread(this);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * End when the last connection has ended.
	 */
	void stop() {
		this.stopping = true;
		this.selector.wakeup();
	}

	/**
	 * Run a task on the loop's thread. Safe in any thread.
	 * @param task the task
	 * @return {@code false} if the loop has ended, which it does not before its last
	 * connection
	 */
	boolean execute(Runnable task) {
		this.tasks.add(task);
		if (this.waiting) {
			this.selector.wakeup();
		}
		return !this.ended || !this.tasks.remove(task);
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.thread;
	}

	@Override
	public void run() {
		try {
			while (!this.stopping || this.connections > 0 || !this.tasks.isEmpty()) {
				pass();
			}
		}
		catch (IOException ex) {
			logger.error("The loop of thread '%s' has failed".formatted(this.thread.getName()), ex);
			this.selector.keys().forEach((key) -> lose(key, ex));
		}
		finally {
			this.ended = true;
			runTasks();
			closeSelector();
		}
	}

	private void closeSelector() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.error("The selector of thread '%s' cannot be closed".formatted(this.thread.getName()), ex);
		}
	}

	private static void lose(SelectionKey key, IOException failure) {
		if (key.attachment() instanceof LoopTransport transport) {
			transport.lose(failure);
		}
	}

	private void pass() throws IOException {
		this.waiting = true;
		if (this.tasks.isEmpty()) {
			this.selector.select(this.action);
		}
		else {
			this.selector.selectNow(this.action);
		}
		beginPass();
		runTasks();
		this.busySince = 0;
		// one that a protocol has set on its thread would make the selector spin
		Thread.interrupted();
	}

	private void beginPass() {
		if (this.waiting) {
			this.waiting = false;
			this.now = System.nanoTime();
			this.busySince = this.now;
		}
	}

	private void ready(SelectionKey key) {
		beginPass();
		try {
			if (key.attachment() instanceof LoopTransport transport) {
				transport.ready(key.readyOps());
			}
		}
		catch (CancelledKeyException ex) {
			// another thread has just aborted the connection, and left a task that ends
			// it
		}
		catch (RuntimeException ex) {
			logger.error("A connection on thread '%s' has failed".formatted(this.thread.getName()), ex);
		}
		catch (Error ex) {
			report(ex);
		}
	}

	private void runTasks() {
		Runnable task = this.tasks.poll();
		for (int count = 1; task != null; count++) {
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.error("A task on thread '%s' has failed".formatted(this.thread.getName()), ex);
			}
			catch (Error ex) {
				report(ex);
			}
			task = (count < MAX_TASKS_PER_PASS) ? this.tasks.poll() : null;
		}
	}

	/**
	 * Report an error of a protocol: the loop goes on, for the sake of the other
	 * connections.
	 * @param error the error
	 */
	void report(Error error) {
		this.thread.getUncaughtExceptionHandler().uncaughtException(this.thread, error);
	}

	SelectionKey register(SocketChannel channel, LoopTransport transport) throws IOException {
		return channel.register(this.selector, SelectionKey.OP_READ, transport);
	}

	void add() {
		this.connections = this.connections + 1;
	}

	void remove() {
		this.connections = this.connections - 1;
	}

	/**
	 * Note which connection's protocol is being called.
	 * @param connection the connection, or {@code null} when the call has returned
	 */
	void setCurrent(@Nullable LoopConnection connection) {
		this.current.lazySet(connection);
	}

	@Nullable LoopConnection current() {
		return this.current.get();
	}

	ByteBuffer readBuffer() {
		return this.readBuffer;
	}

	ByteBuffer writeBuffer() {
		return this.writeBuffer;
	}

	/**
	 * Return the time at which the pass that goes on began.
	 * @return the time, of {@link System#nanoTime()}
	 */
	long now() {
		return this.now;
	}

	/**
	 * Return since when the loop has not looked for ready channels.
	 * @return the time, or 0 if it waits for them
	 */
	long busySince() {
		return this.busySince;
	}

	int connections() {
		return this.connections;
	}

	Thread thread() {
		return this.thread;
	}

}
