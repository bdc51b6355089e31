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

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.function.SingletonSupplier;

import io.github.socketserver.Handler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.context.HandlerDefinitions;
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

	private final HandlerDefinitions handlers;

	PropertiesServers(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment,
			SocketServerProperties properties, EventLoopGroup eventLoops) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.properties = properties;
		this.factory = new ServerFactory(properties.getDefaults(), eventLoops);
		this.handlers = HandlerDefinitions.of(beanFactory);
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
	 * @return the servers, and whether each starts with the context
	 */
	Map<BaseServer, Boolean> create(Set<String> taken) {
		DuplicateKeys.refuse(this.environment);
		Map<String, ServerProperties> servers = ServerNames.fold(this.properties.getServers(), this.environment);
		Map<BaseServer, Boolean> created = new LinkedHashMap<>();
		servers.forEach((name, server) -> {
			ConfigurationFailure failure = new ConfigurationFailure(this.environment, name);
			if (taken.contains(name)) {
				throw failure.server("a bean of type %s has the same name.".formatted(BaseServer.class.getSimpleName()),
						"Rename the server below 'socketserver.servers' or the bean.");
			}
			if (isTrue(server, ServerDefaultsProperties::getEnabled)) {
				created.put(create(name, server, failure), isTrue(server, ServerDefaultsProperties::getAutoStartup));
			}
		});
		checkHandlers(servers);
		return created;
	}

	private boolean isTrue(ServerProperties server, Function<ServerDefaultsProperties, @Nullable Boolean> getter) {
		return !Boolean.FALSE.equals(settings(server).get("", getter));
	}

	private ServerSettings settings(ServerProperties server) {
		return new ServerSettings(server, this.properties.getDefaults(), (key) -> true);
	}

	private BaseServer create(String name, ServerProperties server, ConfigurationFailure failure) {
		ServerAddress address = ServerAddress.of(server, this.properties.getDefaults(), failure);
		requireTransport(address, failure);
		HandlerDefinition handler = findHandler(name, server, failure);
		checkRequestType(handler, address, failure);
		return this.factory.create(name, server, address, handler.protocol(), handlers(handler), failure);
	}

	private Supplier<Object> handlers(HandlerDefinition handler) {
		Supplier<Object> beans = () -> this.beanFactory.getBean(handler.beanName());
		// a lookup costs as much as handling a small datagram
		return (handler.shared()) ? SingletonSupplier.of(beans) : beans;
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

	private HandlerDefinition findHandler(String name, ServerProperties server, ConfigurationFailure failure) {
		List<HandlerDefinition> annotated = this.handlers.forServer(name);
		if (annotated.size() > 1) {
			throw failure.server("it has %d handlers, the beans %s.".formatted(annotated.size(), beanNames(annotated)),
					"Keep the name '%s' in the @RequestHandler annotation of only one of them.".formatted(name));
		}
		HandlerDefinition bound = annotated.isEmpty() ? null : annotated.get(0);
		if (server.getHandler() != null) {
			HandlerDefinition named = findHandler(server.getHandler(), failure);
			if (bound != null && !bound.beanName().equals(named.beanName())) {
				throw failure.property("handler", "But the bean '%s' is annotated with @RequestHandler(\"%s\")."
					.formatted(bound.beanName(), name), "Remove the property or the annotation.");
			}
			return named;
		}
		if (bound != null) {
			return bound;
		}
		String common = this.properties.getDefaults().getHandler();
		if (common == null) {
			throw failure.server("no handler is bound to it.",
					"Annotate a handler bean with @RequestHandler(\"%s\"), or set '%s' to the name of one."
						.formatted(name, failure.name("handler")));
		}
		return findHandler(common, failure);
	}

	private HandlerDefinition findHandler(String handler, ConfigurationFailure failure) {
		return this.handlers.named(handler)
			.orElseThrow(() -> failure.property("handler", "There is no such handler.",
					"Set it to the name of a bean of type %s or %s.".formatted(Handler.class.getName(),
							StreamProtocol.class.getName())));
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

	private void checkHandlers(Map<String, ServerProperties> servers) {
		Set<@Nullable String> named = new HashSet<>();
		servers.values()
			.forEach((server) -> named.add(settings(server).get("handler", ServerDefaultsProperties::getHandler)));
		for (HandlerDefinition handler : this.handlers.annotated()) {
			for (String server : handler.servers()) {
				if (!servers.containsKey(server) && !named.contains(handler.beanName()) && !named.contains(server)) {
					throw new FailureAnalyzedException(
							"The handler '%s' is bound to the server '%s', which is not declared. Declared servers: %s."
								.formatted(handler.beanName(), server,
										servers.isEmpty() ? "none" : String.join(", ", servers.keySet())),
							"Declare it with 'socketserver.servers.%s.port' or 'socketserver.servers.%s.path', or correct the name in @RequestHandler."
								.formatted(server, server));
				}
			}
		}
	}

	private static String beanNames(List<HandlerDefinition> handlers) {
		return String.join(", ", handlers.stream().map((handler) -> "'" + handler.beanName() + "'").toList());
	}

}
