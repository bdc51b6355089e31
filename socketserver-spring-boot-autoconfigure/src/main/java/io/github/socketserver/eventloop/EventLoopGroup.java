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
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.DaemonThreads;

/**
 * The loops that the event-loop servers of a process share. Their threads are daemons,
 * start with the first server, and end after the last server and its last connection.
 */
public final class EventLoopGroup {

	private static final EventLoopGroup SHARED = new EventLoopGroup(defaultThreads());

	private static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("socketserver-loop-watch");

	private static final long WATCH_INTERVAL = 250;

	private final int threads;

	private List<EventLoop> loops = List.of();

	private int users;

	private int next;

	private @Nullable ScheduledFuture<?> watch;

	/**
	 * Create a group.
	 * @param threads how many loops there are, each with a thread
	 * @throws IllegalArgumentException if there are none
	 */
	public EventLoopGroup(int threads) {
		if (threads < 1) {
			throw new IllegalArgumentException("threads: %d (expected: at least 1)".formatted(threads));
		}
		this.threads = threads;
	}

	/**
	 * Return the group that servers use unless they are given another one.
	 * @return the group, with {@link #defaultThreads()} threads
	 */
	public static EventLoopGroup shared() {
		return SHARED;
	}

	/**
	 * Return how many threads are enough: one for each two processors, since handling the
	 * network takes about as much time in the kernel.
	 * @return a number of threads
	 */
	public static int defaultThreads() {
		return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
	}

	/**
	 * Return how many threads there are.
	 * @return their number
	 */
	public int threads() {
		return this.threads;
	}

	synchronized void acquire() {
		if (this.users == 0) {
			this.loops = IntStream.rangeClosed(1, this.threads).mapToObj(EventLoopGroup::open).toList();
			this.loops.forEach(EventLoop::start);
			List<LoopWatch> watches = this.loops.stream().map(LoopWatch::new).toList();
			this.watch = TIMER.scheduleWithFixedDelay(() -> watches.forEach(LoopWatch::look), WATCH_INTERVAL,
					WATCH_INTERVAL, TimeUnit.MILLISECONDS);
		}
		this.users++;
	}

	private static EventLoop open(int number) {
		try {
			return new EventLoop("socketserver-loop-" + number);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized void release() {
		this.users--;
		if (this.users == 0) {
			this.loops.forEach(EventLoop::stop);
			if (this.watch != null) {
				this.watch.cancel(false);
			}
		}
	}

	/**
	 * Return the loop for the next connection.
	 * @return one after the other
	 */
	synchronized EventLoop next() {
		this.next = (this.next + 1) % this.loops.size();
		return this.loops.get(this.next);
	}

	synchronized boolean runsOnCurrentThread() {
		return this.loops.stream().anyMatch(EventLoop::isCurrentThread);
	}

}
