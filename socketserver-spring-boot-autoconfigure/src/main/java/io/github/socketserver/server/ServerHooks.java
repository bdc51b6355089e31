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

package io.github.socketserver.server;

import java.util.List;

import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.ServerSocketCustomizer;

/**
 * The hooks that a server calls beside its own overridable methods, each kind in the
 * order of its list.
 *
 * @param verifiers asked before {@code verifyRequest}
 * @param interceptors wrapped around {@code finishRequest}, the first outermost
 * @param errorHandlers asked before {@code handleError}
 * @param customizers called in {@code serverBind}
 * @param listeners told what happens
 */
public record ServerHooks(List<RequestVerifier> verifiers, List<RequestInterceptor> interceptors,
		List<RequestErrorHandler> errorHandlers, List<ServerSocketCustomizer> customizers,
		List<ServerListener> listeners) {

	/**
	 * Create hooks from copies of lists.
	 */
	public ServerHooks {
		verifiers = List.copyOf(verifiers);
		interceptors = List.copyOf(interceptors);
		errorHandlers = List.copyOf(errorHandlers);
		customizers = List.copyOf(customizers);
		listeners = List.copyOf(listeners);
	}

	/**
	 * Return no hooks.
	 * @return empty hooks
	 */
	public static ServerHooks none() {
		return new ServerHooks(List.of(), List.of(), List.of(), List.of(), List.of());
	}

	/**
	 * Return these hooks without interceptors.
	 * @return the other hooks
	 */
	public ServerHooks withoutInterceptors() {
		return new ServerHooks(this.verifiers, List.of(), this.errorHandlers, this.customizers, this.listeners);
	}

}
