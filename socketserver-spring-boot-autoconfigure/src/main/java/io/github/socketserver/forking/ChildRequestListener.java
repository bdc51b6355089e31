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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;

/**
 * Notes how the request of a child ends.
 */
final class ChildRequestListener implements ServerListener {

	private final Supplier<@Nullable ChildRequest> current;

	ChildRequestListener(Supplier<@Nullable ChildRequest> current) {
		this.current = current;
	}

	@Override
	public void requestFinished(Request request, @Nullable Throwable failure) {
		ChildRequest current = this.current.get();
		if (current != null) {
			current.finished(failure);
		}
	}

	@Override
	public void requestClosed(Request request) {
		ChildRequest current = this.current.get();
		if (current != null) {
			current.closed();
		}
	}

}
