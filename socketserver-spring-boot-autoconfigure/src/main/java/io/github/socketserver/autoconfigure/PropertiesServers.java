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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.eventloop.EventLoopGroup;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.transport.MissingTransportException;
import io.github.socketserver.transport.NativeTransport;

/**
 * The servers that the properties declare, each with its handler.
 */
final class PropertiesServers {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	private final SocketServerProperties properties;

	private final ServerFactory factory;

	private final ServerHandlers handlers;

	PropertiesServers(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			SocketServerProperties properties, EventLoopGroup eventLoops) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.properties = properties;
		this.handlers = new ServerHandlers(beanFactory, environment, properties);
		this.factory = new ServerFactory(properties.getDefaults(), eventLoops, this.handlers,
				new ForkingFactory(new ChildPrograms(beanFactory, environment), NativeDetector.inNativeImage()));
	}

	/**
	 * Return the names of all declared servers, disabled ones too.
	 * @return the names
	 */
	Set<String> names() {
		return ServerNames.fold(this.properties.getServers(), this.environment).keySet();
	}

	/**
	 * Create the servers.
	 * @param taken the names of servers that are beans
	 * @return the servers
	 */
	List<DeclaredServer> create(Set<String> taken) {
		DuplicateKeys.refuse(this.environment);
		Map<String, ServerProperties> servers = ServerNames.fold(this.properties.getServers(), this.environment);
		List<DeclaredServer> created = new ArrayList<>();
		servers.forEach((name, server) -> {
			ConfigurationFailure failure = new ConfigurationFailure(this.environment, name);
			if (taken.contains(name)) {
				throw failure.server("a bean of type %s has the same name.".formatted(BaseServer.class.getSimpleName()),
						"Rename the server below 'socketserver.servers' or the bean.");
			}
			if (isTrue(server, ServerDefaultsProperties::getEnabled)) {
				created.add(create(name, server, failure));
			}
		});
		this.handlers.requireServers(servers);
		return created;
	}

	private boolean isTrue(ServerProperties server, Function<ServerDefaultsProperties, @Nullable Boolean> getter) {
		return !Boolean.FALSE
			.equals(new ServerSettings(server, this.properties.getDefaults(), (key) -> true).get("", getter));
	}

	private DeclaredServer create(String name, ServerProperties server, ConfigurationFailure failure) {
		ServerAddress address = ServerAddress.of(server, this.properties.getDefaults(), failure);
		requireTransport(address, failure);
		HandlerDefinition handler = this.handlers.find(name, server, failure);
		checkRequestType(handler, address, failure);
		Concurrency concurrency = this.factory.concurrency(server, handler, failure);
		return new DeclaredServer(this.factory.create(name, server, address, concurrency, handler, failure),
				isTrue(server, ServerDefaultsProperties::getAutoStartup), concurrency);
	}

	private void requireTransport(ServerAddress address, ConfigurationFailure failure) {
		if (address.type() == ServerType.UNIX_DATAGRAM) {
			try {
				NativeTransport.require(this.beanFactory.getBeanClassLoader());
			}
			catch (MissingTransportException ex) {
				throw failure.server(ex.getMessage() + ".", ex.getRemedy());
			}
		}
	}

	private static void checkRequestType(HandlerDefinition handler, ServerAddress address,
			ConfigurationFailure failure) {
		Class<?> wanted = address.type().requestType();
		Class<?> handled = handler.requestType();
		if (handled == null) {
			throw failure.server(
					"its handler '%s' does not declare which requests it handles.".formatted(handler.beanName()),
					"Declare it as StreamHandler, DatagramHandler or Handler<Request>.");
		}
		if (!handled.isAssignableFrom(wanted)) {
			throw failure.server(
					"its handler '%s' handles a %s, but a %s server receives a %s.".formatted(handler.beanName(),
							handled.getSimpleName(), address.type(), wanted.getSimpleName()),
					"Declare the handler for a %s, or set '%s'.".formatted(wanted.getSimpleName(),
							failure.name("socket-type")));
		}
	}

}
