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

import org.jspecify.annotations.Nullable;

/**
 * The source of a server whose {@code getRequest} waits by itself: it is interrupted to
 * end that.
 */
final class WaitingSource implements RequestSource {

	private @Nullable Thread taking;

	private boolean woken;

	private boolean interrupted;

	@Override
	public synchronized boolean await(Deadline deadline) {
		if (takeWakeUp()) {
			return false;
		}
		this.taking = Thread.currentThread();
		return true;
	}

	@Override
	public synchronized void taken() {
		this.taking = null;
		if (this.interrupted) {
			// It was meant for getRequest, not for a handler on the same thread
			this.interrupted = false;
			Thread.interrupted();
		}
	}

	@Override
	public synchronized void pause(Deadline deadline) {
		try {
			while (!takeWakeUp() && !deadline.isOver()) {
				wait(Math.max(1, Math.min(deadline.remainingMillis(), Integer.MAX_VALUE)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean takeWakeUp() {
		boolean woken = this.woken;
		this.woken = false;
		return woken;
	}

	@Override
	public boolean canLook() {
		return false;
	}

	@Override
	public synchronized void wake() {
		if (this.taking == null) {
			this.woken = true;
			notifyAll();
		}
		else if (!this.interrupted) {
			this.interrupted = true;
			this.taking.interrupt();
		}
	}

	@Override
	public void close() {
	}

}
