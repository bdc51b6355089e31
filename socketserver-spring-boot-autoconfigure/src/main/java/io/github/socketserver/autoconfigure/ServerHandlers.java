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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

import io.github.socketserver.Handler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.context.HandlerDefinitions;

/**
 * The handlers of the servers that the properties declare.
 */
final class ServerHandlers {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final SocketServerProperties properties;

	private final HandlerDefinitions definitions;

	ServerHandlers(ConfigurableListableBeanFactory beanFactory, Environment environment,
			SocketServerProperties properties) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.properties = properties;
		this.definitions = HandlerDefinitions.of(beanFactory);
	}

	/**
	 * Return where the handlers of a server come from.
	 * @param name the name of the server
	 * @return gives the handler of each request
	 */
	Supplier<Object> supplier(String name) {
		ConfigurationFailure failure = new ConfigurationFailure(this.environment, name);
		ServerProperties server = ServerNames.fold(this.properties.getServers(), this.environment).get(name);
		if (server == null) {
			throw failure.server("it is not declared.",
					"Declare it with '%s' or '%s'.".formatted(failure.name("port"), failure.name("path")));
		}
		return supplier(find(name, server, failure));
	}

	Supplier<Object> supplier(HandlerDefinition handler) {
		Supplier<Object> beans = () -> this.beanFactory.getBean(handler.beanName());
		// a lookup costs as much as handling a small datagram
		return (handler.shared()) ? SingletonSupplier.of(beans) : beans;
	}

	/**
	 * Find the handler of a server.
	 * @param name the name of the server
	 * @param server its properties
	 * @param failure makes the exceptions
	 * @return the handler
	 */
	HandlerDefinition find(String name, ServerProperties server, ConfigurationFailure failure) {
		List<HandlerDefinition> annotated = this.definitions.forServer(name);
		if (annotated.size() > 1) {
			throw failure.server("it has %d handlers, the beans %s.".formatted(annotated.size(), beanNames(annotated)),
					"Keep the name '%s' in the @RequestHandler annotation of only one of them.".formatted(name));
		}
		HandlerDefinition bound = annotated.isEmpty() ? null : annotated.get(0);
		if (server.getHandler() != null) {
			HandlerDefinition named = named(server.getHandler(), failure);
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
		return named(common, failure);
	}

	private HandlerDefinition named(String handler, ConfigurationFailure failure) {
		return this.definitions.named(handler)
			.orElseThrow(() -> failure.property("handler", "There is no such handler.",
					"Set it to the name of a bean of type %s or %s.".formatted(Handler.class.getName(),
							StreamProtocol.class.getName())));
	}

	/**
	 * Refuse handlers that are bound to a server that is not declared.
	 * @param servers the declared servers
	 */
	void requireServers(Map<String, ServerProperties> servers) {
		Set<@Nullable String> named = new HashSet<>();
		String common = this.properties.getDefaults().getHandler();
		servers.values().forEach((server) -> named.add((server.getHandler() != null) ? server.getHandler() : common));
		for (HandlerDefinition handler : this.definitions.annotated()) {
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
