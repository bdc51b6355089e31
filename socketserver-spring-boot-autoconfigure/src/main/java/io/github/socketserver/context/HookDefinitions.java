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
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.OrderComparator.OrderSourceProvider;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.annotation.ForServer;
import io.github.socketserver.server.ServerHooks;

/**
 * The hook beans of a bean factory, in their order and with the servers they are for.
 */
public final class HookDefinitions {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create definitions.
	 * @param beanFactory where to look
	 */
	public HookDefinitions(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the hooks of a server.
	 * @param server the name of the server
	 * @return the hooks
	 */
	public ServerHooks forServer(String server) {
		return new ServerHooks(hooks(RequestVerifier.class, server), hooks(RequestInterceptor.class, server),
				hooks(RequestErrorHandler.class, server), hooks(ServerSocketCustomizer.class, server),
				hooks(ServerListener.class, server));
	}

	/**
	 * Return the hooks of a server whose handler runs in child processes: those for its
	 * own process.
	 * @param server the name of the server
	 * @return the hooks, whose error handlers get what those in the child could not
	 */
	public ServerHooks forParent(String server) {
		List<RequestInterceptor> interceptors = hooks(RequestInterceptor.class, server, this::isInfrastructure);
		List<RequestErrorHandler> errorHandlers = new ArrayList<>();
		errorHandlers.add(HookDefinitions::isHandledByChild);
		hooks(RequestErrorHandler.class, server).stream().map(ParentErrorHandler::new).forEach(errorHandlers::add);
		return new ServerHooks(hooks(RequestVerifier.class, server), interceptors, errorHandlers,
				hooks(ServerSocketCustomizer.class, server), hooks(ServerListener.class, server));
	}

	/**
	 * Return the hooks of a server whose handler runs in child processes: those for the
	 * child.
	 * @param server the name of the server
	 * @return the hooks
	 */
	public ServerHooks forChild(String server) {
		List<RequestInterceptor> interceptors = hooks(RequestInterceptor.class, server,
				(beanName) -> !isInfrastructure(beanName));
		return new ServerHooks(List.of(), interceptors, hooks(RequestErrorHandler.class, server), List.of(), List.of());
	}

	/**
	 * Return the name of a hook that {@link #forChild(String)} would have.
	 * @param server the name of the server
	 * @return the name of a bean, if there is one
	 */
	public Optional<String> findForChild(String server) {
		return Stream
			.concat(names(RequestInterceptor.class, server).filter((beanName) -> !isInfrastructure(beanName)),
					names(RequestErrorHandler.class, server))
			.findFirst();
	}

	private boolean isInfrastructure(String beanName) {
		return this.beanFactory.isTypeMatch(beanName, InfrastructureInterceptor.class);
	}

	private static boolean isHandledByChild(Request request, Exception error) {
		return error instanceof ForkedHandlerException forked && forked.isHandled();
	}

	/**
	 * Return the names in {@link ForServer} annotations that are no server's.
	 * @param servers the names of all servers
	 * @return the other names, each with the name of a bean where it stands
	 */
	public Map<String, String> unknownServers(Set<String> servers) {
		Map<String, String> unknown = new LinkedHashMap<>();
		for (Class<?> type : List.of(RequestVerifier.class, RequestInterceptor.class, RequestErrorHandler.class,
				ServerSocketCustomizer.class, ServerListener.class)) {
			for (String beanName : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type)) {
				servers(beanName).stream()
					.filter((server) -> !servers.contains(server))
					.forEach((server) -> unknown.put(server, beanName));
			}
		}
		return unknown;
	}

	/**
	 * Return the interceptors that are for some servers only, all of which are among
	 * those that cannot have any.
	 * @param servers the names of servers that cannot have interceptors
	 * @return the name of a bean, if there is one
	 */
	public Optional<String> interceptorOnlyFor(Set<String> servers) {
		return Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, RequestInterceptor.class))
			.filter((beanName) -> !servers(beanName).isEmpty() && servers.containsAll(servers(beanName)))
			.findFirst();
	}

	private <T> List<T> hooks(Class<T> type, String server) {
		return hooks(type, server, (beanName) -> true);
	}

	private <T> List<T> hooks(Class<T> type, String server, Predicate<String> filter) {
		Map<Object, String> names = new IdentityHashMap<>();
		List<T> hooks = new ArrayList<>();
		names(type, server).filter(filter).forEach((name) -> {
			T hook = this.beanFactory.getBean(name, type);
			names.put(hook, name);
			hooks.add(hook);
		});
		OrderSourceProvider sources = (hook) -> factoryMethod(names.get(hook));
		hooks.sort(AnnotationAwareOrderComparator.INSTANCE.withSourceProvider(sources));
		return hooks;
	}

	private Stream<String> names(Class<?> type, String server) {
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type))
			.filter((beanName) -> {
				Set<String> servers = servers(beanName);
				return servers.isEmpty() || servers.contains(server);
			});
	}

	private Set<String> servers(String beanName) {
		ForServer annotation = BeanHierarchy.findAnnotation(this.beanFactory, beanName, ForServer.class);
		return (annotation != null) ? new TreeSet<>(List.of(annotation.value())) : Set.of();
	}

	/**
	 * Find where the order of a {@code @Bean} method's bean may stand.
	 * @param beanName the name of the bean
	 * @return the method, or {@code null} if the bean is not made by one
	 */
	private @Nullable Object factoryMethod(@Nullable String beanName) {
		RootBeanDefinition definition = (beanName != null) ? BeanHierarchy.findDefinition(this.beanFactory, beanName)
				: null;
		return (definition != null) ? definition.getResolvedFactoryMethod() : null;
	}

}
