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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.springframework.beans.factory.DisposableBean;

import io.github.socketserver.SocketServer;
import io.github.socketserver.server.BaseServer;

/**
 * The servers of an application context.
 */
public final class SocketServers implements DisposableBean {

	private final Map<String, ManagedServer> servers = new LinkedHashMap<>();

	private final LocalServerPorts ports;

	/**
	 * Create a registry.
	 * @param servers the servers
	 * @param autoStartup the names of those that start with the context
	 * @param ports where addresses are published
	 */
	public SocketServers(Collection<? extends BaseServer> servers, Set<String> autoStartup, LocalServerPorts ports) {
		for (BaseServer server : servers) {
			this.servers.put(server.name(), new ManagedServer(server, autoStartup.contains(server.name())));
		}
		this.ports = ports;
	}

	/**
	 * Return all servers, started or not.
	 * @return the servers
	 */
	public List<SocketServer> list() {
		return this.servers.values().stream().<SocketServer>map(ManagedServer::server).toList();
	}

	/**
	 * Return a server.
	 * @param name its name
	 * @return the server, if there is one of that name
	 */
	public Optional<SocketServer> get(String name) {
		return Optional.ofNullable(this.servers.get(name)).map(ManagedServer::server);
	}

	/**
	 * Start a server, unless it is started: bind it and let it serve.
	 * @param name its name
	 * @throws IllegalArgumentException if there is no server of that name
	 * @throws io.github.socketserver.server.ServerBindException if its address cannot be
	 * had
	 */
	public void start(String name) {
		startAll(List.of(require(name)));
	}

	/**
	 * Stop a server, unless it is stopped, and give its requests their grace period.
	 * @param name its name
	 * @throws IllegalArgumentException if there is no server of that name
	 */
	public void stop(String name) {
		require(name).close();
	}

	private ManagedServer require(String name) {
		ManagedServer server = this.servers.get(name);
		if (server == null) {
			throw new IllegalArgumentException(
					"There is no server '%s', only %s".formatted(name, this.servers.keySet()));
		}
		return server;
	}

	void startAll() {
		startAll(this.servers.values().stream().filter(ManagedServer::isAutoStartup).toList());
	}

	/**
	 * Bind all servers before one of them serves. If one cannot be bound, none stays so.
	 * @param servers the servers
	 */
	private void startAll(List<ManagedServer> servers) {
		List<ManagedServer> bound = new ArrayList<>();
		try {
			for (ManagedServer server : servers) {
				server.bind();
				bound.add(server);
			}
		}
		catch (RuntimeException ex) {
			bound.forEach(ManagedServer::closeNow);
			throw ex;
		}
		bound.forEach((server) -> this.ports.publish(server.server()));
		bound.forEach(ManagedServer::serve);
	}

	void stopAll() {
		CountDownLatch stopped = new CountDownLatch(this.servers.size());
		for (ManagedServer server : this.servers.values()) {
			new Thread(() -> {
				try {
					server.close();
				}
				finally {
					stopped.countDown();
				}
			}, "socketserver-stop-" + server.server().name()).start();
		}
		try {
			stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Close what is still open, such as requests that no stop waits for.
	 */
	@Override
	public void destroy() {
		this.servers.values().forEach(ManagedServer::closeNow);
	}

}
