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

import org.springframework.context.SmartLifecycle;

/**
 * Stops the servers before Boot's web servers stop, so that health probes are still
 * answered while requests have their grace period.
 */
public final class SocketServerGracefulShutdownLifecycle implements SmartLifecycle {

	private static final int PHASE = Integer.MAX_VALUE - 1023;

	private final SocketServers servers;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param servers the servers to stop
	 */
	public SocketServerGracefulShutdownLifecycle(SocketServers servers) {
		this.servers = servers;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		throw new UnsupportedOperationException("Stop must not be invoked directly");
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		new Thread(() -> {
			try {
				this.servers.stopAll();
			}
			finally {
				callback.run();
			}
		}, "socketserver-stop").start();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
