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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.ResolvableType;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.Handler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.annotation.RequestHandler;

/**
 * The handler beans of a bean factory, found without creating one of them.
 */
public final class HandlerDefinitions {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<HandlerDefinition> annotated;

	private HandlerDefinitions(ConfigurableListableBeanFactory beanFactory, List<HandlerDefinition> annotated) {
		this.beanFactory = beanFactory;
		this.annotated = annotated;
	}

	/**
	 * Find the beans that are annotated with {@link RequestHandler}.
	 * @param beanFactory where to look
	 * @return the definitions
	 * @throws FailureAnalyzedException if such a bean is not a {@link Handler}
	 */
	public static HandlerDefinitions of(ConfigurableListableBeanFactory beanFactory) {
		List<HandlerDefinition> annotated = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForAnnotationIncludingAncestors(beanFactory,
				RequestHandler.class)) {
			RequestHandler annotation = BeanHierarchy.findAnnotation(beanFactory, name, RequestHandler.class);
			if (annotation != null && !ScopedProxyUtils.isScopedTarget(name)) {
				annotated.add(define(beanFactory, name, annotation));
			}
		}
		return new HandlerDefinitions(beanFactory, List.copyOf(annotated));
	}

	/**
	 * Return the annotated handlers.
	 * @return the definitions
	 */
	public List<HandlerDefinition> annotated() {
		return this.annotated;
	}

	/**
	 * Return the annotated handlers of a server.
	 * @param server the name of the server
	 * @return the definitions, of which there should be one
	 */
	public List<HandlerDefinition> forServer(String server) {
		return this.annotated.stream().filter((definition) -> definition.servers().contains(server)).toList();
	}

	/**
	 * Return the handler that a server names in its configuration.
	 * @param handler the name of a bean, or of a server whose handler is meant
	 * @return the definition, if there is exactly one such handler
	 */
	public Optional<HandlerDefinition> named(String handler) {
		if (this.beanFactory.containsBean(handler) && isHandler(this.beanFactory, handler)) {
			RequestHandler annotation = BeanHierarchy.findAnnotation(this.beanFactory, handler, RequestHandler.class);
			return Optional.of(define(this.beanFactory, handler, annotation));
		}
		List<HandlerDefinition> sameServer = forServer(handler);
		return (sameServer.size() == 1) ? Optional.of(sameServer.get(0)) : Optional.empty();
	}

	private static HandlerDefinition define(ConfigurableListableBeanFactory beanFactory, String name,
			@Nullable RequestHandler annotation) {
		if (!isHandler(beanFactory, name)) {
			throw new FailureAnalyzedException(
					"The bean '%s' is annotated with @RequestHandler but is no handler.".formatted(name),
					"Let it implement StreamHandler, DatagramHandler, Handler<Request> or StreamProtocol, or remove the annotation.");
		}
		boolean protocol = beanFactory.isTypeMatch(name, StreamProtocol.class);
		if (beanFactory.isSingleton(name) && (protocol || beanFactory.isTypeMatch(name, BaseRequestHandler.class))) {
			throw new FailureAnalyzedException(
					"The handler '%s' serves one request, but all requests would share it.".formatted(name),
					"Declare its @Bean method with the type of its class instead of an interface, so that each request gets its own.");
		}
		return new HandlerDefinition(name, servers(name, annotation),
				(protocol) ? StreamRequest.class : requestType(beanFactory, name), beanFactory.isSingleton(name),
				protocol);
	}

	private static boolean isHandler(ConfigurableListableBeanFactory beanFactory, String name) {
		return beanFactory.isTypeMatch(name, Handler.class) || beanFactory.isTypeMatch(name, StreamProtocol.class);
	}

	private static Set<String> servers(String beanName, @Nullable RequestHandler annotation) {
		if (annotation == null) {
			return Set.of();
		}
		String[] servers = annotation.value();
		return (servers.length == 0) ? Set.of(beanName) : new LinkedHashSet<>(List.of(servers));
	}

	/**
	 * Read the kind of request from the declaration: the class of a lambda has forgotten
	 * it.
	 * @param beanFactory the bean factory
	 * @param name the name of the bean
	 * @return the type, or {@code null} if it is not declared
	 */
	private static @Nullable Class<?> requestType(ConfigurableListableBeanFactory beanFactory, String name) {
		RootBeanDefinition definition = BeanHierarchy.findDefinition(beanFactory, name);
		ResolvableType type = (definition != null) ? definition.getResolvableType() : ResolvableType.NONE;
		if (type == ResolvableType.NONE) {
			type = ResolvableType.forClass(beanFactory.getType(name));
		}
		return type.as(Handler.class).getGeneric(0).resolve();
	}

}
