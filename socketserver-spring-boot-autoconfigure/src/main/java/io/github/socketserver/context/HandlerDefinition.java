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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A handler bean.
 *
 * @param beanName the name of the bean
 * @param servers the names of the servers that its annotation gives it
 * @param requestType the requests that it handles, or {@code null} if its declaration
 * leaves that open
 * @param shared whether one object handles all requests
 * @param protocol whether it is a {@link io.github.socketserver.StreamProtocol}, for
 * servers on an event loop
 */
public record HandlerDefinition(String beanName, Set<String> servers, @Nullable Class<?> requestType, boolean shared,
		boolean protocol) {

}
