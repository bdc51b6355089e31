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

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks whether a loop is stuck in a call of a protocol, and if so says in which.
 */
final class LoopWatch {

	private static final Log logger = LogFactory.getLog(EventLoop.class);

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final EventLoop loop;

	private long reported;

	LoopWatch(EventLoop loop) {
		this.loop = loop;
	}

	void look() {
		long since = this.loop.busySince();
		Duration busy = Duration.ofNanos(System.nanoTime() - since);
		if (since == 0 || since == this.reported || busy.compareTo(LIMIT) < 0) {
			return;
		}
		this.reported = since;
		LoopConnection connection = this.loop.current();
		String what = (connection != null)
				? "A call for request %s of server '%s'".formatted(connection, connection.server().name()) : "A task";
		Exception stack = new Exception("What the thread is doing");
		stack.setStackTrace(this.loop.thread().getStackTrace());
		logger.warn("%s blocks thread '%s', and all its %d connections, since %d ms. Detach the connection to block"
			.formatted(what, this.loop.thread().getName(), this.loop.connections(), busy.toMillis()), stack);
	}

}
