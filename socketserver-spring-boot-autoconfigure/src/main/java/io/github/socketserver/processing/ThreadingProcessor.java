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

package io.github.socketserver.processing;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketserver.Request;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestProcessor;

/**
 * Processes each request on a thread of its own. Python: {@code ThreadingMixIn}. The
 * executor starts a thread whenever none is free; how many run at the same time is for
 * the server's {@code max-connections} to say.
 */
public final class ThreadingProcessor implements RequestProcessor {

	/**
	 * How many requests run at the same time on platform threads, unless configured.
	 */
	public static final int PLATFORM_MAX_CONNECTIONS = 200;

	/**
	 * How many requests run at the same time on virtual threads, unless configured.
	 */
	public static final int VIRTUAL_MAX_CONNECTIONS = 8192;

	private static final long KEEP_ALIVE_SECONDS = 60;

	private final Executor executor;

	private final Runnable shutdown;

	private final int defaultMaxConnections;

	/**
	 * Create a processor on somebody's executor.
	 * @param executor runs each task on a thread of its own
	 * @param shutdown gives the executor's threads back without interrupting them
	 * @param defaultMaxConnections how many requests run at the same time unless
	 * configured
	 */
	public ThreadingProcessor(Executor executor, Runnable shutdown, int defaultMaxConnections) {
		this.executor = executor;
		this.shutdown = shutdown;
		this.defaultMaxConnections = defaultMaxConnections;
	}

	/**
	 * Create a processor on platform threads, which are kept for a minute to be used
	 * again.
	 * @param threadNamePrefix what the names of the threads begin with
	 * @param daemon whether the threads let the JVM exit
	 * @return the processor
	 */
	public static ThreadingProcessor onPlatformThreads(String threadNamePrefix, boolean daemon) {
		AtomicLong count = new AtomicLong();
		ThreadPoolExecutor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), (task) -> {
					Thread thread = new Thread(task, threadNamePrefix + count.incrementAndGet());
					thread.setDaemon(daemon);
					return thread;
				});
		return new ThreadingProcessor(executor, executor::shutdown, PLATFORM_MAX_CONNECTIONS);
	}

	@Override
	public void process(Request request, RequestPipeline pipeline) {
		try {
			this.executor.execute(() -> pipeline.process(request));
		}
		catch (OutOfMemoryError ex) {
			// pthread_create failed with EAGAIN: the machine has no thread left
			throw new RejectedExecutionException(ex.getMessage(), ex);
		}
	}

	@Override
	public int defaultMaxConnections() {
		return this.defaultMaxConnections;
	}

	@Override
	public void close() {
		this.shutdown.run();
	}

	@Override
	public String toString() {
		return "threading";
	}

}
