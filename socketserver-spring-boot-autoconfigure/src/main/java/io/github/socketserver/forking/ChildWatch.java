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

import java.io.Closeable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.transport.DaemonThreads;

/**
 * Looks for children that take too long, and for spare ones that nobody needs, now and
 * then: one thread does it for all servers.
 */
final class ChildWatch implements Closeable {

	static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("socketserver-children");

	static final long LOOK_MILLIS = 250;

	private static final Log logger = LogFactory.getLog(Forking.class);

	private final Lock lock;

	private final ChildTable table;

	private final ChildLimits limits;

	private final Runnable startMissing;

	private final ScheduledFuture<?> look;

	/**
	 * Begin to look.
	 * @param lock guards the table
	 * @param table the children
	 * @param limits how long they may take
	 * @param startMissing starts those that are missing
	 */
	ChildWatch(Lock lock, ChildTable table, ChildLimits limits, Runnable startMissing) {
		this.lock = lock;
		this.table = table;
		this.limits = limits;
		this.startMissing = startMissing;
		this.look = TIMER.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void look() {
		this.lock.lock();
		try {
			long now = System.nanoTime();
			for (Child child : this.table.children()) {
				child.expireGreeting(now);
				look(child, now);
			}
			this.startMissing.run();
		}
		catch (RuntimeException ex) {
			logger.error("Looking after child processes failed", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void look(Child child, long now) {
		ChildState state = this.table.state(child);
		if (state == null) {
			return;
		}
		switch (this.limits.judge(state, now - child.stateSince(), this.table.count(ChildState.SPARE))) {
			case TIME_OUT -> child.timeOut();
			case KILL -> child.kill(ChildEnd.KILLED);
			case RETIRE -> {
				this.table.put(child, ChildState.ENDING);
				child.retire();
			}
			case LEAVE -> {
			}
		}
	}

	@Override
	public void close() {
		this.look.cancel(false);
	}

}
