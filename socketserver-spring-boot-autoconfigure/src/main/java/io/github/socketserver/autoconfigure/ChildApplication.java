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

import java.util.LinkedHashSet;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.github.socketserver.forking.Parent;

/**
 * The main class of child processes that are copies of an application. It makes another
 * application of the same sources, which serves one server's requests and nothing else.
 */
public final class ChildApplication {

	static final String PROFILE = "socketserver-child";

	private static final int FAILURE = 1;

	private ChildApplication() {
	}

	/**
	 * Serve requests until the parent has enough.
	 * @param args none: all that a child is told comes through its standard input
	 */
	public static void main(String[] args) {
		Parent parent = Parent.take();
		ApplicationCopy copy = ApplicationCopy.of(parent.parameters());
		// these two are looked up before there is an environment
		SpringProperties.setProperty("spring.aot.enabled", copy.properties().get("spring.aot.enabled"));
		System.setProperty("spring.devtools.restart.enabled",
				copy.properties().getOrDefault("spring.devtools.restart.enabled", "false"));
		SpringApplication application = application(copy);
		application.addInitializers(new ChildContextInitializer());
		application.addListeners(new ChildEnvironmentListener(copy.properties()), new ChildServing(parent));
		try {
			application.run(StringUtils.toStringArray(copy.application().args()));
		}
		catch (Throwable ex) {
			// the application has reported it, and its threads must not keep the process
			flushLog();
			Runtime.getRuntime().halt(FAILURE);
		}
	}

	/**
	 * Write what asynchronous appenders still hold.
	 */
	static void flushLog() {
		Runnable shutdown = LoggingSystem.get(ChildApplication.class.getClassLoader()).getShutdownHandler();
		if (shutdown != null) {
			shutdown.run();
		}
	}

	private static SpringApplication application(ApplicationCopy copy) {
		SpringApplication application = new SpringApplication();
		application.setSources(new LinkedHashSet<>(copy.application().sources()));
		String mainClass = copy.application().mainClass();
		// that of a test is the tool's, which is not on the class path
		if (mainClass != null && ClassUtils.isPresent(mainClass, null)) {
			application.setMainApplicationClass(ClassUtils.resolveClassName(mainClass, null));
		}
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setAdditionalProfiles(StringUtils.toStringArray(copy.profiles()));
		application.setDefaultProperties(Map.copyOf(copy.defaults()));
		return application;
	}

}
