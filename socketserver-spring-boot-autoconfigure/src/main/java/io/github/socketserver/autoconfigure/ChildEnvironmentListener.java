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

import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * Puts the properties that a child process gets from its parent before all others.
 */
final class ChildEnvironmentListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private final Map<String, ?> properties;

	ChildEnvironmentListener(Map<String, ?> properties) {
		this.properties = properties;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		event.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("socketserver.parent", Map.copyOf(this.properties)));
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
