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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Waits for what comes to a non-blocking channel. It first tries to take something, and
 * waits only if there is nothing: under load no system call but the taking itself is
 * needed.
 *
 * @param <T> what is taken
 */
final class EagerSource<T> implements RequestSource {

	// A getRequest that fails a few times still gets what is there
	private static final int MOST_REFUSALS = 100;

	private final RequestSource waiting;

	private final Taker<T> taker;

	private final Consumer<T> discard;

	private @Nullable T taken;

	private @Nullable IOException failure;

	private int refusals;

	private boolean bypassed;

	/**
	 * Create a source.
	 * @param waiting waits until there may be something
	 * @param taker takes something from the channel
	 * @param discard disposes of what nobody wants
	 */
	EagerSource(RequestSource waiting, Taker<T> taker, Consumer<T> discard) {
		this.waiting = waiting;
		this.taker = taker;
		this.discard = discard;
	}

	@Override
	public boolean await(Deadline deadline) throws IOException {
		if (this.bypassed) {
			return this.waiting.await(deadline);
		}
		return fill() || (this.waiting.await(deadline) && fill());
	}

	private boolean fill() {
		if (!isFilled()) {
			try {
				this.taken = this.taker.take();
			}
			catch (IOException ex) {
				// belongs to who polls
				this.failure = ex;
			}
		}
		return isFilled();
	}

	private boolean isFilled() {
		return this.taken != null || this.failure != null;
	}

	/**
	 * Return what {@link #await(Deadline)} has found, and else what is there now.
	 * @return what was taken, or {@code null} if there is nothing
	 * @throws IOException if the channel fails
	 */
	@Nullable T poll() throws IOException {
		fill();
		T taken = this.taken;
		IOException failure = this.failure;
		this.taken = null;
		this.failure = null;
		this.refusals = 0;
		if (failure != null) {
			throw failure;
		}
		return taken;
	}

	@Override
	public void taken() {
		if (isFilled() && ++this.refusals == MOST_REFUSALS) {
			// An override of getRequest seems to use the channel by itself
			this.bypassed = true;
			clear();
		}
		this.waiting.taken();
	}

	private void clear() {
		T taken = this.taken;
		this.taken = null;
		this.failure = null;
		if (taken != null) {
			this.discard.accept(taken);
		}
	}

	@Override
	public void pause(Deadline deadline) throws IOException {
		this.waiting.pause(deadline);
	}

	@Override
	public void wake() {
		this.waiting.wake();
	}

	@Override
	public void close() throws IOException {
		clear();
		this.waiting.close();
	}

	/**
	 * Takes something from a channel.
	 *
	 * @param <T> what is taken
	 */
	@FunctionalInterface
	interface Taker<T> {

		@Nullable T take() throws IOException;

	}

}
