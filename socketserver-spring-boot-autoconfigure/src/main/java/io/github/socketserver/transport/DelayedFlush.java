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

package io.github.socketserver.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends what has been held for too long: its handler computes, and somebody waits for the
 * output. One thread looks at all held outputs while there are any, so holding one sets
 * no timer.
 */
final class DelayedFlush {

	private static final Duration INTERVAL = Duration.ofMillis(2);

	private static final Duration AGE = Duration.ofMillis(2);

	private static final Queue<HeldOutput> QUEUE = new ConcurrentLinkedQueue<>();

	private static final AtomicBoolean LOOKING = new AtomicBoolean();

	private static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("socketserver-flush-timer");

	// A client that takes nothing must not hold up the output of the others
	private static final Executor SENDERS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), DaemonThreads.factory("socketserver-flush"));

	private DelayedFlush() {
	}

	static void add(HeldOutput output) {
		output.setDelayed(true);
		QUEUE.add(output);
		lookLater();
	}

	private static void lookLater() {
		if (!LOOKING.get() && LOOKING.compareAndSet(false, true)) {
			TIMER.schedule(DelayedFlush::look, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private static void look() {
		long now = System.nanoTime();
		for (int count = QUEUE.size(); count > 0; count--) {
			HeldOutput output = QUEUE.remove();
			output.setDelayed(false);
			if (output.isHolding()) {
				sendOrWait(output, now);
			}
		}
		LOOKING.set(false);
		if (!QUEUE.isEmpty()) {
			lookLater();
		}
	}

	private static void sendOrWait(HeldOutput output, long now) {
		if (now - output.heldSince() >= AGE.toNanos()) {
			SENDERS.execute(() -> send(output));
		}
		else {
			add(output);
		}
	}

	private static void send(HeldOutput output) {
		try {
			output.flush();
		}
		catch (IOException ex) {
			// the handler's next read or write fails as well
		}
	}

}
