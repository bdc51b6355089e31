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
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.server.BaseServer;

/**
 * The threads of servers, made by Boot's builders so that task decorators apply.
 */
@Configuration(proxyBeanMethods = false)
class ThreadingProcessorConfiguration {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

	@Bean
	@ConditionalOnThreading(Threading.PLATFORM)
	ThreadingProcessorFactory platformThreadingProcessorFactory(ObjectProvider<ThreadPoolTaskExecutorBuilder> builder) {
		return (server) -> {
			// One thread for each request: no queue, and the limit is max-connections
			ThreadPoolTaskExecutor executor = builder.getIfAvailable(ThreadPoolTaskExecutorBuilder::new)
				.threadNamePrefix(threadNamePrefix(server))
				.corePoolSize(0)
				.maxPoolSize(Integer.MAX_VALUE)
				.queueCapacity(0)
				.keepAlive(KEEP_ALIVE)
				.awaitTermination(true)
				.awaitTerminationPeriod(Duration.ZERO)
				.build();
			executor.setDaemon(server.options().daemonThreads());
			executor.initialize();
			return new ThreadingProcessor(executor, executor::shutdown, ThreadingProcessor.PLATFORM_MAX_CONNECTIONS);
		};
	}

	@Bean
	@ConditionalOnThreading(Threading.VIRTUAL)
	ThreadingProcessorFactory virtualThreadingProcessorFactory(ObjectProvider<SimpleAsyncTaskExecutorBuilder> builder) {
		return (server) -> {
			SimpleAsyncTaskExecutor executor = builder.getIfAvailable(SimpleAsyncTaskExecutorBuilder::new)
				.virtualThreads(true)
				.threadNamePrefix(threadNamePrefix(server))
				.concurrencyLimit(SimpleAsyncTaskExecutor.UNBOUNDED_CONCURRENCY)
				.build();
			return new ThreadingProcessor(executor, () -> {
				// virtual threads end with their requests
			}, ThreadingProcessor.VIRTUAL_MAX_CONNECTIONS);
		};
	}

	private static String threadNamePrefix(BaseServer server) {
		return "socketserver-%s-".formatted(server.name());
	}

}
