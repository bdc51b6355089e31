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

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

import io.github.socketserver.SocketServer;

/**
 * Publishes where servers really listen, as the properties
 * {@code local.socketserver.<name>.port} and {@code local.socketserver.<name>.path} of
 * the context's environment and of its parents'.
 */
final class LocalServerAddresses {

	private static final String PROPERTY_SOURCE = "server.ports";

	private LocalServerAddresses() {
	}

	static void publish(SocketServer server, ApplicationContext applicationContext) {
		String prefix = "local.socketserver." + server.name() + ".";
		if (server.serverAddress() instanceof InetSocketAddress address) {
			publish(prefix + "port", address.getPort(), applicationContext);
		}
		else if (server.serverAddress() instanceof UnixDomainSocketAddress address) {
			publish(prefix + "path", address.toString(), applicationContext);
		}
	}

	private static void publish(String name, Object value, ApplicationContext applicationContext) {
		for (@Nullable
		ApplicationContext context = applicationContext; context != null; context = context.getParent()) {
			if (context.getEnvironment() instanceof ConfigurableEnvironment environment) {
				properties(environment.getPropertySources()).put(name, value);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> properties(MutablePropertySources sources) {
		PropertySource<?> source = sources.get(PROPERTY_SOURCE);
		if (source == null) {
			source = new MapPropertySource(PROPERTY_SOURCE, new ConcurrentHashMap<>());
			sources.addFirst(source);
		}
		return (Map<String, Object>) source.getSource();
	}

}
