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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;

import io.github.socketserver.SocketServer;

/**
 * The servers of an application context: those that its properties declare and those that
 * are beans.
 */
public final class SocketServers implements DisposableBean {

	private static final Log logger = LogFactory.getLog(SocketServers.class);

	private final Supplier<? extends Collection<ServerRegistration>> registrations;

	private final ApplicationContext applicationContext;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Map<String, ManagedServer> servers;

	/**
	 * Create a registry.
	 * @param registrations gives the servers, at the first use: not before all beans that
	 * hooks and handlers depend on can be made
	 * @param applicationContext where addresses and events are published
	 */
	public SocketServers(Supplier<? extends Collection<ServerRegistration>> registrations,
			ApplicationContext applicationContext) {
		this.registrations = registrations;
		this.applicationContext = applicationContext;
	}

	private Map<String, ManagedServer> servers() {
		Map<String, ManagedServer> servers = this.servers;
		if (servers != null) {
			return servers;
		}
		this.lock.lock();
		try {
			servers = this.servers;
			if (servers == null) {
				servers = new LinkedHashMap<>();
				for (ServerRegistration registration : this.registrations.get()) {
					servers.put(registration.server().name(), new ManagedServer(registration, this.applicationContext));
				}
				this.servers = servers;
			}
			return servers;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return all servers, started or not.
	 * @return the servers
	 */
	public List<SocketServer> list() {
		return servers().values().stream().<SocketServer>map(ManagedServer::server).toList();
	}

	/**
	 * Return a server.
	 * @param name its name
	 * @return the server, if there is one of that name
	 */
	public Optional<SocketServer> get(String name) {
		return Optional.ofNullable(servers().get(name)).map(ManagedServer::server);
	}

	/**
	 * Start a server, unless it is started: bind it and let it serve.
	 * @param name its name
	 * @throws IllegalArgumentException if there is no server of that name
	 * @throws io.github.socketserver.server.ServerBindException if its address cannot be
	 * had
	 */
	public void start(String name) {
		start(List.of(require(name)));
	}

	/**
	 * Stop a server, unless it is stopped, and give its requests their grace period.
	 * @param name its name
	 * @throws IllegalArgumentException if there is no server of that name
	 */
	public void stop(String name) {
		require(name).stop();
	}

	private ManagedServer require(String name) {
		ManagedServer server = servers().get(name);
		if (server == null) {
			throw new IllegalArgumentException("There is no server '%s', only %s".formatted(name, servers().keySet()));
		}
		return server;
	}

	void startAll() {
		start(servers().values().stream().filter(ManagedServer::isAutoStartup).toList());
	}

	/**
	 * Bind all servers before one of them serves. If one cannot be bound, none stays so.
	 * @param servers the servers
	 */
	private static void start(List<ManagedServer> servers) {
		List<ManagedServer> bound = new ArrayList<>();
		try {
			for (ManagedServer server : servers) {
				if (!server.server().isRunning()) {
					server.bind();
					bound.add(server);
				}
			}
		}
		catch (RuntimeException ex) {
			bound.forEach(ManagedServer::closeNow);
			throw ex;
		}
		bound.forEach(ManagedServer::serve);
	}

	/**
	 * Stop all servers at the same time.
	 */
	void stopAll() {
		List<Thread> threads = servers().values().stream().map(SocketServers::stopOnThread).toList();
		try {
			for (Thread thread : threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread stopOnThread(ManagedServer server) {
		Thread thread = new Thread(() -> {
			try {
				server.stop();
			}
			catch (RuntimeException ex) {
				logger.error("Server '%s' could not be stopped".formatted(server.server().name()), ex);
			}
		}, "socketserver-stop-" + server.server().name());
		thread.start();
		return thread;
	}

	/**
	 * Close what is still open, such as requests that no stop waits for.
	 */
	@Override
	public void destroy() {
		Map<String, ManagedServer> servers = this.servers;
		if (servers != null) {
			servers.values().forEach(ManagedServer::closeNow);
		}
	}

}
