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

package io.github.socketserver.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.SocketServer;
import io.github.socketserver.server.BaseServer;

/**
 * Names the observation {@code socketserver.requests} and gives it the key values
 * {@code server}, {@code transport} and {@code outcome}; the timer adds {@code error},
 * the class of the exception.
 */
public class DefaultServerRequestObservationConvention implements ServerRequestObservationConvention {

	private static final KeyValue UNKNOWN = KeyValue.of("outcome", "UNKNOWN");

	private static final KeyValue SUCCESS = KeyValue.of("outcome", "SUCCESS");

	private static final KeyValue ERROR = KeyValue.of("outcome", "ERROR");

	@Override
	public String getName() {
		return "socketserver.requests";
	}

	@Override
	public String getContextualName(ServerRequestObservationContext context) {
		return context.getRequest().server().name();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
		SocketServer server = context.getRequest().server();
		String transport = (server instanceof BaseServer baseServer) ? baseServer.type().toString()
				: KeyValue.NONE_VALUE;
		KeyValues keyValues = KeyValues.of(KeyValue.of("server", server.name()), KeyValue.of("transport", transport),
				outcome(context));
		return (context.getError() instanceof ForkedHandlerException failure)
				? keyValues.and(ForkedErrorMeterFilter.KEY, ForkedHandlerException.nameOf(failure)) : keyValues;
	}

	private static KeyValue outcome(ServerRequestObservationContext context) {
		if (!context.isFinished()) {
			return UNKNOWN;
		}
		return (context.getError() != null) ? ERROR : SUCCESS;
	}

}
