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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.github.socketserver.context.RequestHandlerScopePostProcessor;
import io.github.socketserver.context.SocketServerGracefulShutdownLifecycle;
import io.github.socketserver.context.SocketServerStartStopLifecycle;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.eventloop.EventLoopGroup;

/**
 * {@link AutoConfiguration Auto-configuration} for socket servers.
 */
@AutoConfiguration(after = { LifecycleAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "socketserver.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketServerProperties.class)
@ConditionalOnMissingBean(SocketServers.class)
@Import({ PythonConstantConverters.class, ThreadingProcessorConfiguration.class })
public final class SocketServerAutoConfiguration {

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	@Bean
	static RequestHandlerScopePostProcessor requestHandlerScopePostProcessor() {
		return new RequestHandlerScopePostProcessor();
	}

	@Bean
	@ConditionalOnMissingBean
	EventLoopGroup eventLoopGroup(SocketServerProperties properties) {
		Integer threads = properties.getEventLoop().getThreads();
		if (threads != null && threads < 1) {
			throw new FailureAnalyzedException(
					"'socketserver.event-loop.threads' is '%d', but an event loop needs a thread.".formatted(threads),
					"Set it to at least 1, or remove it to have one for each two processors.");
		}
		return new EventLoopGroup((threads != null) ? threads : EventLoopGroup.defaultThreads());
	}

	@Bean
	SocketServers socketServers(SocketServerProperties properties, ConfigurableListableBeanFactory beanFactory,
			ConfigurableApplicationContext applicationContext, ThreadingProcessorFactory threading,
			EventLoopGroup eventLoops, ObjectProvider<LifecycleProperties> lifecycle) {
		Duration phaseTimeout = lifecycle.stream()
			.map(LifecycleProperties::getTimeoutPerShutdownPhase)
			.findFirst()
			.orElse(DEFAULT_PHASE_TIMEOUT);
		return new SocketServers(() -> new ServerRegistrations(beanFactory,
				new PropertiesServers(beanFactory, applicationContext.getEnvironment(), properties, eventLoops),
				threading, phaseTimeout)
			.get(), applicationContext);
	}

	@Bean
	SocketServerStartStopLifecycle socketServerStartStopLifecycle(SocketServers servers) {
		return new SocketServerStartStopLifecycle(servers);
	}

	@Bean
	SocketServerGracefulShutdownLifecycle socketServerGracefulShutdownLifecycle(SocketServers servers) {
		return new SocketServerGracefulShutdownLifecycle(servers);
	}

}
