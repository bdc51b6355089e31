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

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.TransportRequest;

/**
 * The request that a child serves, and how it ends.
 */
final class ChildRequest {

	private final TransportRequest request;

	private final ParentLink link;

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile @Nullable Throwable failure;

	private volatile boolean unhandled;

	ChildRequest(TransportRequest request, ParentLink link) {
		this.request = request;
		this.link = link;
	}

	/**
	 * Note that no error handler wanted the exception.
	 */
	void unhandled() {
		this.unhandled = true;
	}

	void finished(@Nullable Throwable failure) {
		this.failure = failure;
		if (!this.request.isDetached()) {
			this.link.handled();
		}
	}

	void closed() {
		this.closed.countDown();
	}

	/**
	 * Wait until the request is closed, which is later than its handler's return if that
	 * has detached it.
	 */
	void awaitClose() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	byte[] outcome() throws IOException {
		Throwable failure = this.failure;
		boolean connectionFailure = failure != null && this.request.isConnectionFailure(failure);
		boolean handled = !this.unhandled && failure instanceof Exception;
		return Outcome.toBytes(failure, connectionFailure, handled);
	}

}
