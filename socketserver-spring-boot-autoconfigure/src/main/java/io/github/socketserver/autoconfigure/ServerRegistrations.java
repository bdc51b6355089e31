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
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.github.socketserver.context.HookDefinitions;
import io.github.socketserver.context.ServerRegistration;
import io.github.socketserver.server.BaseServer;

/**
 * Gives all servers of an application context, with their hooks: those that its
 * properties declare and those that are beans.
 */
final class ServerRegistrations implements Supplier<List<ServerRegistration>> {

	private static final Log logger = LogFactory.getLog(SocketServerAutoConfiguration.class);

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

	@Override
	public List<ServerRegistration> get() {
		Map<String, BaseServer> beans = this.beanFactory.getBeansOfType(BaseServer.class);
		List<ServerRegistration> registrations = new ArrayList<>(this.propertiesServers.create(beans.keySet()));
		beans.forEach((name, server) -> {
			server.setName(name);
			registrations.add(new ServerRegistration(server, true));
		});
		HookDefinitions hooks = new HookDefinitions(this.beanFactory);
		checkHooks(hooks, registrations);
		for (ServerRegistration registration : registrations) {
			BaseServer server = registration.server();
			server.setHooks(hooks.forServer(server.name()));
			server.setDefaultProcessor(this.threading::create);
			warnOfLongGracePeriod(server);
		}
		return registrations;
	}

	private void warnOfLongGracePeriod(BaseServer server) {
		Duration gracePeriod = server.options().shutdownGracePeriod();
		if (gracePeriod.compareTo(this.phaseTimeout) > 0) {
			logger.warn(
					"The grace period of server '%s', %d ms, is longer than 'spring.lifecycle.timeout-per-shutdown-phase', %d ms, which ends it"
						.formatted(server.name(), gracePeriod.toMillis(), this.phaseTimeout.toMillis()));
		}
	}

	private void checkHooks(HookDefinitions hooks, List<ServerRegistration> registrations) {
		Set<String> names = registrations.stream().map((server) -> server.server().name()).collect(Collectors.toSet());
		names.addAll(this.propertiesServers.names());
		hooks.unknownServers(names).forEach((server, bean) -> {
			throw new FailureAnalyzedException(
					"The bean '%s' is a hook for the server '%s', which does not exist. There are: %s.".formatted(bean,
							server, String.join(", ", names)),
					"Correct the name in @ForServer, or declare the server with 'socketserver.servers.%s.port' or 'socketserver.servers.%s.path'."
						.formatted(server, server));
		});
	}

}
