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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;

/**
 * Which children of a server there are, and what each does. Guarded by the lock of
 * {@link Children}.
 */
final class ChildTable {

	private final SocketServer server;

	private final ServerListener listeners;

	private final Map<Child, ChildState> states = new LinkedHashMap<>();

	ChildTable(SocketServer server, ServerListener listeners) {
		this.server = server;
		this.listeners = listeners;
	}

	void put(Child child, ChildState state) {
		this.states.put(child, state);
		child.stateChanged();
		tellCounts();
	}

	@Nullable ChildState state(Child child) {
		return this.states.get(child);
	}

	/**
	 * Forget a child, which has ended.
	 * @param child the child
	 * @return what it did
	 */
	@Nullable ChildState remove(Child child) {
		ChildState state = this.states.remove(child);
		tellCounts();
		return state;
	}

	int size() {
		return this.states.size();
	}

	/**
	 * Return how many children do one of some things.
	 * @param wanted what
	 * @return their number
	 */
	int count(ChildState... wanted) {
		List<ChildState> states = List.of(wanted);
		return (int) this.states.values().stream().filter(states::contains).count();
	}

	@Nullable Child first(ChildState state) {
		for (Entry<Child, ChildState> entry : this.states.entrySet()) {
			if (entry.getValue() == state) {
				return entry.getKey();
			}
		}
		return null;
	}

	/**
	 * Return the children, which may be changed meanwhile.
	 * @return a copy
	 */
	List<Child> children() {
		return List.copyOf(this.states.keySet());
	}

	private void tellCounts() {
		this.listeners.childrenChanged(this.server, count(ChildState.ACTIVE), count(ChildState.SPARE));
	}

}
