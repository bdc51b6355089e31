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
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.IdleGate;

/**
 * What a server knows of a request's input: whether its handler is between two messages,
 * and which exceptions are the client's fault. A stop and the arrival of a message may
 * meet here: one of them wins, so that a message is either handled in full or not at all.
 */
final class InputState implements IdleGate {

	private enum State {

		BUSY, IDLE, ENDED

	}

	private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);

	private volatile boolean ending;

	private final ConnectionDeadlines deadlines;

	private volatile @Nullable IOException failure;

	InputState(ConnectionDeadlines deadlines) {
		this.deadlines = deadlines;
	}

	@Override
	public boolean enter() {
		this.deadlines.endMessage();
		this.state.compareAndSet(State.BUSY, State.IDLE);
		return !this.ending;
	}

	@Override
	public boolean leave() {
		this.deadlines.beginMessage();
		return this.state.compareAndSet(State.IDLE, State.BUSY);
	}

	boolean isIdle() {
		return this.state.get() == State.IDLE;
	}

	/**
	 * End the wait that goes on, and those to come.
	 * @return whether there was one
	 */
	boolean end() {
		this.ending = true;
		return this.state.compareAndSet(State.IDLE, State.ENDED);
	}

	@Override
	public void failed(IOException failure) {
		this.failure = failure;
	}

	@Nullable IOException failure() {
		return this.failure;
	}

}
