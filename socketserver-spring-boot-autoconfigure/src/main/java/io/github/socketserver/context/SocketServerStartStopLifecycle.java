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
 * Starts the servers with the application context, in the phase of Boot's web servers.
 */
public final class SocketServerStartStopLifecycle implements SmartLifecycle {

	private static final int PHASE = Integer.MAX_VALUE - 2048;

	private final SocketServers servers;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param servers the servers to start
	 */
	public SocketServerStartStopLifecycle(SocketServers servers) {
		this.servers = servers;
	}

	@Override
	public void start() {
		this.servers.startAll();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.servers.stopAll();
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
