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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;

import io.github.socketserver.Handler;
import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.context.HandlerDefinitions;
import io.github.socketserver.server.BaseServer;

/**
 * The servers that the properties declare, each with its handler.
 */
final class PropertiesServers {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final HandlerDefinitions handlers;

	PropertiesServers(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.handlers = HandlerDefinitions.of(beanFactory);
	}

	List<BaseServer> create(Map<String, SocketServerProperties.Server> servers, ServerFactory factory) {
		List<BaseServer> created = new ArrayList<>();
		servers.forEach((name, properties) -> {
			ConfigurationFailure failure = new ConfigurationFailure(this.environment, name);
			checkName(name, failure);
			if (!Boolean.FALSE.equals(properties.getEnabled())) {
				created.add(create(name, properties, factory, failure));
			}
		});
		checkHandlers(servers);
		return created;
	}

	Set<String> withAutoStartup(Map<String, SocketServerProperties.Server> servers) {
		return servers.entrySet()
			.stream()
			.filter((server) -> !Boolean.FALSE.equals(server.getValue().getAutoStartup()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private BaseServer create(String name, SocketServerProperties.Server properties, ServerFactory factory,
			ConfigurationFailure failure) {
		ServerAddress address = ServerAddress.of(properties, failure);
		HandlerDefinition handler = findHandler(name, properties, failure);
		checkRequestType(handler, address, failure);
		String beanName = handler.beanName();
		return factory.create(name, properties, address,
				() -> (Handler<?>) this.beanFactory.getBean(beanName, Handler.class), failure);
	}

	private static void checkName(String name, ConfigurationFailure failure) {
		if (!NAME.matcher(name).matches()) {
			throw failure.server("its name is not allowed.",
					"Rename it: a letter, then letters and digits, all of lower case, with single hyphens between them, such as 'my-server'.");
		}
	}

	private HandlerDefinition findHandler(String name, SocketServerProperties.Server properties,
			ConfigurationFailure failure) {
		List<HandlerDefinition> annotated = this.handlers.forServer(name);
		if (annotated.size() > 1) {
			throw failure.server("it has %d handlers, the beans %s.".formatted(annotated.size(), beanNames(annotated)),
					"Leave the name '%s' in the @RequestHandler annotation of one of them.".formatted(name));
		}
		if (properties.getHandler() == null) {
			if (annotated.isEmpty()) {
				throw failure.server("no handler is bound to it.",
						"Annotate a handler bean with @RequestHandler(\"%s\"), or set '%s' to the name of one."
							.formatted(name, failure.name("handler")));
			}
			return annotated.get(0);
		}
		HandlerDefinition named = this.handlers.named(properties.getHandler())
			.orElseThrow(() -> failure.property("handler", "There is no such handler.",
					"Set it to the name of a bean of type %s.".formatted(Handler.class.getName())));
		if (!annotated.isEmpty() && !annotated.get(0).beanName().equals(named.beanName())) {
			throw failure.property("handler", "But the bean '%s' is annotated with @RequestHandler(\"%s\")."
				.formatted(annotated.get(0).beanName(), name), "Remove the property or the annotation.");
		}
		return named;
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

	private void checkHandlers(Map<String, SocketServerProperties.Server> servers) {
		List<String> named = servers.values().stream().map(SocketServerProperties.Server::getHandler).toList();
		for (HandlerDefinition handler : this.handlers.annotated()) {
			for (String server : handler.servers()) {
				if (!servers.containsKey(server) && !named.contains(handler.beanName()) && !named.contains(server)) {
					throw new FailureAnalyzedException(
							"The handler '%s' is bound to the server '%s', which is not declared. There are: %s."
								.formatted(handler.beanName(), server, servers.keySet()),
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
