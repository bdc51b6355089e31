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

package io.github.socketserver.context;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import io.github.socketserver.server.BaseServer;

/**
 * A server in its context, with the thread that serves. The thread is no daemon, so it
 * keeps the JVM alive.
 */
final class ManagedServer {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

	private final BaseServer server;

	private final boolean autoStartup;

	private final ApplicationContext applicationContext;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Thread thread;

	ManagedServer(ServerRegistration registration, ApplicationContext applicationContext) {
		this.server = registration.server();
		this.autoStartup = registration.autoStartup();
		this.applicationContext = applicationContext;
	}

	BaseServer server() {
		return this.server;
	}

	boolean isAutoStartup() {
		return this.autoStartup;
	}

	void bind() {
		this.server.start();
	}

	void serve() {
		this.lock.lock();
		try {
			if (this.thread != null && this.thread.isAlive()) {
				return;
			}
			LocalServerAddresses.publish(this.server, this.applicationContext);
			this.applicationContext.publishEvent(new SocketServerStartedEvent(this.server));
			this.thread = new Thread(this.server::serveForever, "socketserver-" + this.server.name());
			this.thread.start();
		}
		finally {
			this.lock.unlock();
		}
	}

	void stop() {
		this.server.close();
		Thread thread = forgetThread();
		if (thread != null) {
			awaitEnd(thread);
			this.applicationContext.publishEvent(new SocketServerStoppedEvent(this.server));
		}
	}

	private @Nullable Thread forgetThread() {
		this.lock.lock();
		try {
			Thread thread = this.thread;
			this.thread = null;
			return thread;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A thread that has not come to serve yet must not meet a server that is started
	 * again.
	 * @param thread the thread
	 */
	private static void awaitEnd(Thread thread) {
		if (thread == Thread.currentThread()) {
			return;
		}
		try {
			thread.join(LONGEST_WAIT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void closeNow() {
		this.server.closeNow();
	}

}
