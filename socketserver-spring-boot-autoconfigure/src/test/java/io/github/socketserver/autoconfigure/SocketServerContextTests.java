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

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;

import io.github.socketserver.Request;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.ForServer;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServerEvent;
import io.github.socketserver.context.SocketServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers in the different kinds of application context.
 */
class SocketServerContextTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withUserConfiguration(HandlerConfiguration.class)
		.withPropertyValues("socketserver.servers.hello.port=0");

	@Test
	void eventsTellTheRealAddress() {
		List<String> events = new ArrayList<>();
		this.contextRunner.withBean(Events.class, () -> new Events(events)).run((context) -> {
			int port = LoopbackClient.port(context, "hello");
			SocketServers servers = context.getBean(SocketServers.class);
			servers.stop("hello");
			servers.stop("hello");
			servers.start("hello");
			servers.start("hello");
			context.close();
			assertThat(events).containsExactly("SocketServerStartedEvent " + port, "SocketServerStoppedEvent " + port,
					"SocketServerStartedEvent " + port, "SocketServerStoppedEvent " + port);
		});
	}

	@Test
	void serversStartWhenBeansAreLazy() {
		this.contextRunner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(LoopbackClient.ask(context, "hello", "")).isEqualTo("hello"));
	}

	@Test
	void lazyHandlerIsMadeForItsFirstRequest() {
		this.contextRunner.withUserConfiguration(LazyHandlerConfiguration.class)
			.withPropertyValues("socketserver.servers.lazy.port=0")
			.run((context) -> {
				LazyHandlerConfiguration configuration = context.getBean(LazyHandlerConfiguration.class);
				assertThat(configuration.made).isZero();
				assertThat(LoopbackClient.ask(context, "lazy", "")).isEqualTo("lazy");
				assertThat(LoopbackClient.ask(context, "lazy", "")).isEqualTo("lazy");
				assertThat(configuration.made).isOne();
			});
	}

	@Test
	void severalContextsInOneJvmDoNotMeet() {
		this.contextRunner.run((first) -> this.contextRunner.run((second) -> {
			assertThat(LoopbackClient.port(first, "hello")).isNotEqualTo(LoopbackClient.port(second, "hello"));
			second.close();
			assertThat(LoopbackClient.ask(first, "hello", "")).isEqualTo("hello");
		}));
	}

	@Test
	void childContextLeavesTheServersToItsParent() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((child) -> {
			assertThat(child).hasNotFailed();
			assertThat(child.getBeanFactory().containsLocalBean("socketServers")).isFalse();
			assertThat(child.getBean(SocketServers.class)).isSameAs(parent.getBean(SocketServers.class));
			child.close();
			assertThat(LoopbackClient.ask(parent, "hello", "")).isEqualTo("hello");
		}));
	}

	@Test
	void parentsEnvironmentKnowsThePortOfAChildsServer() {
		new ApplicationContextRunner().run((parent) -> this.contextRunner.withParent(parent)
			.run((child) -> assertThat(LoopbackClient.ask(LoopbackClient.port(parent, "hello"), ""))
				.isEqualTo("hello")));
	}

	@Test
	void verifiersAndHandlersOfAParentContextCount() {
		new ApplicationContextRunner().withUserConfiguration(HandlerConfiguration.class)
			.withBean(DenyAll.class)
			.run((parent) -> new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
				.withPropertyValues("socketserver.servers.hello.port=0", "socketserver.servers.open.port=0",
						"socketserver.servers.open.handler=hello")
				.withParent(parent)
				.run((child) -> {
					assertThat(LoopbackClient.ask(child, "hello", "")).isEmpty();
					assertThat(LoopbackClient.ask(child, "open", "")).isEqualTo("hello");
				}));
	}

	@Test
	void classHandlerThatItsBeanMethodHidesIsRefused() {
		this.contextRunner.withUserConfiguration(HiddenHandlerConfiguration.class)
			.withPropertyValues("socketserver.servers.hidden.port=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("The handler 'hidden' serves one request, but all requests would share it."));
	}

	@Test
	void pauseOfTheContextLeavesServersAlone() {
		List<String> events = new ArrayList<>();
		this.contextRunner.withBean(Events.class, () -> new Events(events)).run((context) -> {
			events.clear();
			context.getSourceApplicationContext().pause();
			assertThat(LoopbackClient.ask(context, "hello", "")).isEqualTo("hello");
			context.getSourceApplicationContext().restart();
			assertThat(LoopbackClient.ask(context, "hello", "")).isEqualTo("hello");
			assertThat(events).isEmpty();
		});
	}

	@Test
	void userDefinedRegistryReplacesOurs() {
		this.contextRunner
			.withBean("mine", SocketServers.class, () -> new SocketServers(List::of, new GenericApplicationContext()))
			.run((context) -> {
				assertThat(context).hasSingleBean(SocketServers.class);
				assertThat(context.getEnvironment().getProperty("local.socketserver.hello.port")).isNull();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerConfiguration {

		@Bean
		@RequestHandler
		StreamHandler hello() {
			return (request) -> request.output().write("hello");
		}

	}

	@ForServer("hello")
	static class DenyAll implements RequestVerifier {

		@Override
		public boolean verifyRequest(Request request) {
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenHandlerConfiguration {

		@Bean
		@RequestHandler
		StreamHandler hidden() {
			return new StreamRequestHandler() {

				@Override
				protected void handle() {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyHandlerConfiguration {

		private volatile int made;

		@Bean
		@Lazy
		@RequestHandler
		StreamHandler lazy() {
			this.made++;
			return (request) -> request.output().write("lazy");
		}

	}

	record Events(List<String> events) implements ApplicationListener<SocketServerEvent> {

		@Override
		public void onApplicationEvent(SocketServerEvent event) {
			int port = ((InetSocketAddress) event.getServer().serverAddress()).getPort();
			this.events.add(event.getClass().getSimpleName() + " " + port);
		}

	}

}
