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

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.context.HookDefinitions;
import io.github.socketserver.forking.ChildMain;
import io.github.socketserver.forking.ChildProgram;

/**
 * What runs in the child processes of a server, and whether that can be.
 */
final class ChildPrograms {

	private static final String CONTEXT = "child.context";

	private final ConfigurableListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	ChildPrograms(ConfigurableListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * Return the program that makes a handler by its constructor.
	 * @param server the name of the server
	 * @param handler the handler
	 * @param failure makes the exceptions
	 * @return the program
	 */
	ChildProgram handlerAlone(String server, HandlerDefinition handler, ConfigurationFailure failure) {
		new HookDefinitions(this.beanFactory).findForChild(server).ifPresent((hook) -> {
			throw failure.property(CONTEXT,
					"But the bean '%s' is an interceptor or error handler of this server, and such a child has no beans."
						.formatted(hook),
					"Set it to 'application', or name other servers in a @ForServer annotation of the bean.");
		});
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, handler.beanName());
		String obstacle = obstacle(type);
		if (type == null || obstacle != null) {
			throw failure.property(CONTEXT,
					"But a child cannot make its handler '%s': %s.".formatted(handler.beanName(), obstacle),
					"Let the handler be a class that has a constructor without parameters, or set '%s' to 'application'."
						.formatted(failure.name(CONTEXT)));
		}
		return ChildMain.program(type.getName());
	}

	private static @Nullable String obstacle(@Nullable Class<?> type) {
		if (type == null || type.isInterface() || type.isHidden()) {
			return "it is a lambda, or declared by an interface";
		}
		if (Modifier.isAbstract(type.getModifiers())) {
			return "%s is abstract".formatted(type.getName());
		}
		boolean constructor = Arrays.stream(type.getDeclaredConstructors())
			.anyMatch((candidate) -> candidate.getParameterCount() == 0);
		return (constructor) ? null : "%s has no constructor without parameters".formatted(type.getName());
	}

	/**
	 * Return the program that makes a copy of the application.
	 * @param jvmOptions the options of its JVM
	 * @param failure makes the exceptions
	 * @return the program
	 */
	ChildProgram application(List<String> jvmOptions, ConfigurationFailure failure) {
		RunningApplication application = this.beanFactory.getBeanProvider(RunningApplication.class).getIfAvailable();
		if (application == null) {
			throw failure.property(CONTEXT,
					"But there is no SpringApplication of which a child could make another one.",
					"Set it to 'none', or start the application with SpringApplication.");
		}
		ProgramProperties properties = ProgramProperties.of(this.environment);
		Map<String, String> overriding = properties.overriding();
		if (this.beanFactory instanceof DefaultListableBeanFactory factory) {
			overriding.put("spring.main.allow-bean-definition-overriding",
					String.valueOf(factory.isAllowBeanDefinitionOverriding()));
			overriding.put("spring.main.allow-circular-references",
					String.valueOf(factory.isAllowCircularReferences()));
		}
		overriding.putAll(ChildOverrides.get(jvmOptions));
		ApplicationCopy copy = new ApplicationCopy(application, profiles(), overriding, properties.defaults());
		return new ChildProgram(ChildApplication.class.getName(), copy.toParameters());
	}

	private List<String> profiles() {
		String[] active = this.environment.getActiveProfiles();
		List<String> profiles = new ArrayList<>(
				List.of((active.length > 0) ? active : this.environment.getDefaultProfiles()));
		profiles.add(ChildApplication.PROFILE);
		return profiles;
	}

}
