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

package io.github.socketserver.server;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Waits for one non-blocking channel with a selector, which any thread can wake.
 */
final class SelectorSource implements RequestSource {

	// There is one key only. Without an action the selector would keep a set of it.
	private static final Consumer<SelectionKey> IGNORE = (key) -> {
	};

	private final Selector selector;

	private final SelectionKey key;

	private final int operation;

	private SelectorSource(Selector selector, SelectionKey key, int operation) {
		this.selector = selector;
		this.key = key;
		this.operation = operation;
	}

	/**
	 * Open a source.
	 * @param channel the channel, which becomes non-blocking
	 * @return the source
	 */
	static SelectorSource open(SelectableChannel channel) throws IOException {
		int operation = channel.validOps() & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ);
		Selector selector = Selector.open();
		try {
			channel.configureBlocking(false);
			return new SelectorSource(selector, channel.register(selector, 0), operation);
		}
		catch (IOException | RuntimeException ex) {
			selector.close();
			throw ex;
		}
	}

	@Override
	public boolean await(Deadline deadline) throws IOException {
		return select(this.operation, deadline);
	}

	@Override
	public void pause(Deadline deadline) throws IOException {
		select(0, deadline);
	}

	private boolean select(int operations, Deadline deadline) throws IOException {
		if (this.key.interestOps() != operations) {
			this.key.interestOps(operations);
		}
		long timeout = deadline.remainingMillis();
		int ready = (timeout == 0) ? this.selector.selectNow(IGNORE)
				: this.selector.select(IGNORE, (timeout != Long.MAX_VALUE) ? timeout : 0);
		return ready > 0;
	}

	@Override
	public void wake() {
		this.selector.wakeup();
	}

	@Override
	public void close() throws IOException {
		this.selector.close();
	}

}
