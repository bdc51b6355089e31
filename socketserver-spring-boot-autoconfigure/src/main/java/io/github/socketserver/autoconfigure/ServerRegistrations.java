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

package io.github.socketserver.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.github.socketserver.context.HookDefinitions;
import io.github.socketserver.context.ServerRegistration;
import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerHooks;

/**
 * Gives all servers of an application context, with their hooks: those that its
 * properties declare and those that are beans.
 */
final class ServerRegistrations {

	private static final Log logger = LogFactory.getLog(SocketServerAutoConfiguration.class);

	private static final Duration LONGEST_MARGIN = Duration.ofSeconds(2);

	private final ConfigurableListableBeanFactory beanFactory;

	private final PropertiesServers propertiesServers;

	private final ThreadingProcessorFactory threading;

	private final Duration phaseTimeout;

	ServerRegistrations(ConfigurableListableBeanFactory beanFactory, PropertiesServers propertiesServers,
			ThreadingProcessorFactory threading, Duration phaseTimeout) {
		this.beanFactory = beanFactory;
		this.propertiesServers = propertiesServers;
		this.threading = threading;
		this.phaseTimeout = phaseTimeout;
	}

	List<ServerRegistration> get() {
		Map<String, BaseServer> beans = this.beanFactory.getBeansOfType(BaseServer.class);
		List<DeclaredServer> servers = new ArrayList<>(this.propertiesServers.create(beans.keySet()));
		beans.forEach((name, server) -> {
			server.setName(name);
			servers.add(new DeclaredServer(server, true,
					(server instanceof EventLoopServer) ? Concurrency.EVENT_LOOP : Concurrency.THREADING));
		});
		HookDefinitions hooks = new HookDefinitions(this.beanFactory);
		checkHooks(hooks, servers);
		checkInterceptors(hooks, servers);
		return servers.stream().map((declared) -> register(declared, hooks)).toList();
	}

	private ServerRegistration register(DeclaredServer declared, HookDefinitions hooks) {
		BaseServer server = declared.server();
		ServerHooks serverHooks = switch (declared.concurrency()) {
			case FORKING -> hooks.forParent(server.name());
			case EVENT_LOOP -> hooks.forServer(server.name()).withoutInterceptors();
			case SYNCHRONOUS, THREADING -> hooks.forServer(server.name());
		};
		server.setHooks(serverHooks);
		server.setDefaultProcessor(this.threading::create);
		server.setGracePeriod(gracePeriod(server));
		return new ServerRegistration(server, declared.autoStartup());
	}

	private Duration gracePeriod(BaseServer server) {
		if (!server.options().explicit().contains("shutdown-grace-period")) {
			return defaultGracePeriod(this.phaseTimeout);
		}
		Duration gracePeriod = server.options().shutdownGracePeriod();
		if (gracePeriod.compareTo(this.phaseTimeout) > 0) {
			logger.warn(
					"The grace period of server '%s', %d ms, is longer than 'spring.lifecycle.timeout-per-shutdown-phase', %d ms, which ends it"
						.formatted(server.name(), gracePeriod.toMillis(), this.phaseTimeout.toMillis()));
		}
		return gracePeriod;
	}

	static Duration defaultGracePeriod(Duration phaseTimeout) {
		// Spring goes on when the phase is over: by then requests must be closed
		Duration margin = phaseTimeout.dividedBy(4);
		return phaseTimeout.minus((margin.compareTo(LONGEST_MARGIN) < 0) ? margin : LONGEST_MARGIN);
	}

	private void checkHooks(HookDefinitions hooks, List<DeclaredServer> servers) {
		Set<String> names = servers.stream().map(DeclaredServer::name).collect(Collectors.toCollection(TreeSet::new));
		names.addAll(this.propertiesServers.names());
		hooks.unknownServers(names).forEach((server, bean) -> {
			throw new FailureAnalyzedException(
					"The bean '%s' is a hook for the server '%s', which does not exist. There are: %s.".formatted(bean,
							server, String.join(", ", names)),
					"Correct the name in @ForServer, or declare the server with 'socketserver.servers.%s.port' or 'socketserver.servers.%s.path'."
						.formatted(server, server));
		});
	}

	private static void checkInterceptors(HookDefinitions hooks, List<DeclaredServer> servers) {
		Set<String> names = servers.stream()
			.filter((server) -> server.concurrency() == Concurrency.EVENT_LOOP)
			.map(DeclaredServer::name)
			.collect(Collectors.toSet());
		hooks.interceptorOnlyFor(names).ifPresent((bean) -> {
			throw new FailureAnalyzedException(
					"The bean '%s' is an interceptor for servers on an event loop only, where no single call serves a connection."
						.formatted(bean),
					"Do its work in the StreamProtocol, or in a RequestVerifier or ServerListener.");
		});
	}

}
