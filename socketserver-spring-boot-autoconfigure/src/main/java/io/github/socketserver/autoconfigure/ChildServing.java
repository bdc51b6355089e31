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

import java.util.function.Supplier;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.HookDefinitions;
import io.github.socketserver.forking.ChildServer;
import io.github.socketserver.forking.Parent;

/**
 * Serves requests in a child process as soon as its context is there, instead of the
 * runners of the application.
 */
final class ChildServing implements ApplicationListener<ApplicationStartedEvent>, Ordered {

	private final Parent parent;

	ChildServing(Parent parent) {
		this.parent = parent;
	}

	@Override
	@SuppressWarnings("unchecked")
	public void onApplicationEvent(ApplicationStartedEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		String name = this.parent.serverName();
		Supplier<Object> handlers = new ServerHandlers(beanFactory, context.getEnvironment(),
				beanFactory.getBean(SocketServerProperties.class))
			.supplier(name);
		ChildServer server = new ChildServer(this.parent, () -> (Handler<Request>) handlers.get());
		server.setHooks(new HookDefinitions(beanFactory).forChild(name));
		server.serveAndHalt(ChildApplication::flushLog);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
