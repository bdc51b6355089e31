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

import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.SocketServer;

/**
 * What all requests have in common.
 */
public abstract class AbstractRequest implements TransportRequest {

	private static final String PROCESS = Integer.toHexString(ThreadLocalRandom.current().nextInt());

	private static final AtomicLong SEQUENCE = new AtomicLong();

	private final RequestContext context;

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean detached;

	private @Nullable String id;

	private @Nullable Map<String, Object> attributes;

	/**
	 * Create a request.
	 * @param context what it has in common with the server's other requests
	 */
	protected AbstractRequest(RequestContext context) {
		this.context = context;
	}

	/**
	 * Return what this request has in common with the server's other requests.
	 * @return the context
	 */
	protected final RequestContext context() {
		return this.context;
	}

	@Override
	public final synchronized String id() {
		if (this.id == null) {
			this.id = PROCESS + "-" + Long.toHexString(SEQUENCE.incrementAndGet());
		}
		return this.id;
	}

	@Override
	public final synchronized Map<String, Object> attributes() {
		if (this.attributes == null) {
			this.attributes = new ConcurrentHashMap<>();
		}
		return this.attributes;
	}

	/**
	 * Take over what another process has noted of this request.
	 * @param id its identifier there
	 * @param attributes its attributes
	 */
	public final synchronized void takeOver(String id, Map<String, Object> attributes) {
		this.id = id;
		attributes().putAll(attributes);
	}

	@Override
	public final SocketServer server() {
		return this.context.server();
	}

	@Override
	public Optional<Principal> principal() {
		return Optional.empty();
	}

	@Override
	public void detach() {
		this.detached = true;
	}

	@Override
	public final boolean isDetached() {
		return this.detached;
	}

	@Override
	public boolean isOpen() {
		return !this.closed.get();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			try {
				closeTransport();
			}
			finally {
				this.context.onClose().accept(this);
			}
		}
	}

	@Override
	public final boolean isConnectionFailure(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !hasThrown(cause)) {
			cause = cause.getCause();
		}
		return cause != null;
	}

	/**
	 * Return whether the connection is to blame for an exception.
	 * @param failure the exception
	 * @return whether it is the very one that this request's streams have thrown
	 */
	protected abstract boolean hasThrown(Throwable failure);

	/**
	 * Close what is below. Called once.
	 */
	protected abstract void closeTransport();

	@Override
	public final String toString() {
		return "%s from %s".formatted(id(), clientAddress());
	}

}
