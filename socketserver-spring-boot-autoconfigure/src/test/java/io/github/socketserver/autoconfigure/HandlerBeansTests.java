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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the scope, injection and proxies of handler beans.
 */
class HandlerBeansTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withBean(Registry.class)
		.withPropertyValues("socketserver.servers.echo.address=127.0.0.1", "socketserver.servers.echo.port=0");

	@Test
	void classHandlerIsNewForEachRequestAndInjected() {
		this.contextRunner.withBean("echo", PerRequestHandler.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "a\n")).isEqualTo("a 1");
			assertThat(LoopbackClient.ask(context, "echo", "b\n")).isEqualTo("b 1");
			assertThat(context.getBean(Registry.class).handlers).hasSize(2);
		});
	}

	@Test
	void classHandlerOfBeanMethodIsNewForEachRequest() {
		this.contextRunner.withUserConfiguration(BeanMethodConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "a\n")).isEqualTo("a 1");
			assertThat(LoopbackClient.ask(context, "echo", "b\n")).isEqualTo("b 1");
			assertThat(context.getBean(Registry.class).handlers).hasSize(2);
		});
	}

	@Test
	void plainHandlerIsShared() {
		this.contextRunner.withBean("echo", SharedHandler.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "a\n")).isEqualTo("1");
			assertThat(LoopbackClient.ask(context, "echo", "b\n")).isEqualTo("2");
			assertThat(context.getBean(SharedHandler.class)).isSameAs(context.getBean(SharedHandler.class));
		});
	}

	@Test
	void lambdaIsShared() {
		this.contextRunner.withUserConfiguration(LambdaConfiguration.class).run((context) -> {
			assertThat(LoopbackClient.ask(context, "echo", "a\n")).isEqualTo("1");
			assertThat(LoopbackClient.ask(context, "echo", "b\n")).isEqualTo("2");
			assertThat(context.getBean(LambdaConfiguration.class).created).hasValue(1);
		});
	}

	@Test
	void classHandlerBehindClassProxyServes() {
		this.contextRunner.withUserConfiguration(ClassProxyConfiguration.class)
			.withBean("echo", PerRequestHandler.class)
			.run((context) -> {
				assertThat(AopUtils.isCglibProxy(context.getBean("echo"))).isTrue();
				assertThat(LoopbackClient.ask(context, "echo", "a\n")).isEqualTo("a 1");
				assertThat(LoopbackClient.ask(context, "echo", "b\n")).isEqualTo("b 1");
				assertThat(context.getBean(Registry.class).advised).hasValue(2);
			});
	}

	@Test
	void lambdaBehindInterfaceProxyServes() {
		this.contextRunner.withUserConfiguration(InterfaceProxyConfiguration.class, DatagramLambdaConfiguration.class)
			.withPropertyValues("socketserver.servers.echo.socket-type=datagram")
			.run((context) -> {
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean("echo"))).isTrue();
				assertThat(LoopbackClient.askDatagram(context, "echo", "a")).isEqualTo("1");
				assertThat(context.getBean(Registry.class).advised).hasValue(1);
			});
	}

	static class Registry {

		final Set<Object> handlers = ConcurrentHashMap.newKeySet();

		final AtomicInteger advised = new AtomicInteger();

		MethodInterceptor advice() {
			return (invocation) -> {
				if (invocation.getMethod().getName().equals("handle")) {
					this.advised.incrementAndGet();
				}
				return invocation.proceed();
			};
		}

	}

	@RequestHandler("echo")
	static class PerRequestHandler extends StreamRequestHandler {

		private final Registry registry;

		private int lines;

		PerRequestHandler(Registry registry) {
			this.registry = registry;
		}

		@Override
		protected void handle() throws Exception {
			this.registry.handlers.add(this);
			String line = rfile().readLine();
			this.lines++;
			wfile().write(line + " " + this.lines);
		}

	}

	@RequestHandler("echo")
	static class SharedHandler implements StreamHandler {

		private final AtomicInteger requests = new AtomicInteger();

		@Override
		public void handle(StreamRequest request) throws Exception {
			request.output().write(String.valueOf(this.requests.incrementAndGet()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethodConfiguration {

		@Bean
		@RequestHandler("echo")
		PerRequestHandler factoryMade(Registry registry) {
			return new PerRequestHandler(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaConfiguration {

		final AtomicInteger created = new AtomicInteger();

		@Bean
		@RequestHandler("echo")
		StreamHandler counter() {
			this.created.incrementAndGet();
			AtomicInteger requests = new AtomicInteger();
			return (request) -> request.output().write(String.valueOf(requests.incrementAndGet()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DatagramLambdaConfiguration {

		@Bean
		@RequestHandler
		DatagramHandler echo() {
			return (request) -> request.reply(String.valueOf(request.packet().length));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxyConfiguration {

		@Bean
		static BeanNameAutoProxyCreator proxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("echo");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static MethodInterceptor advice(Registry registry) {
			return registry.advice();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxyConfiguration {

		@Bean
		static BeanNameAutoProxyCreator proxyCreator() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("echo");
			creator.setInterceptorNames("advice");
			return creator;
		}

		@Bean
		static MethodInterceptor advice(Registry registry) {
			return registry.advice();
		}

	}

}
