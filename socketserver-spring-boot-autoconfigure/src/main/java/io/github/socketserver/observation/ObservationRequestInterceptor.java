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

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.InfrastructureInterceptor;

/**
 * Observes the handling of each request, the other interceptors' part included.
 */
public final class ObservationRequestInterceptor implements InfrastructureInterceptor, Ordered {

	private static final ServerRequestObservationConvention DEFAULT_CONVENTION = new DefaultServerRequestObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ServerRequestObservationConvention convention;

	private final boolean streams;

	private final boolean datagrams;

	/**
	 * Create an interceptor.
	 * @param registry the registry of the observations
	 * @param convention their convention, or {@code null} for the default
	 * @param streams whether to observe connections
	 * @param datagrams whether to observe datagrams
	 */
	public ObservationRequestInterceptor(ObservationRegistry registry,
			@Nullable ServerRequestObservationConvention convention, boolean streams, boolean datagrams) {
		this.registry = registry;
		this.convention = convention;
		this.streams = streams;
		this.datagrams = datagrams;
	}

	@Override
	public void intercept(Request request, Handler<Request> next) throws Exception {
		if (!((request instanceof DatagramRequest) ? this.datagrams : this.streams)) {
			next.handle(request);
			return;
		}
		ServerRequestObservationContext context = new ServerRequestObservationContext(request);
		Observation observation = Observation.createNotStarted(this.convention, DEFAULT_CONVENTION, () -> context,
				this.registry);
		observation.observeChecked(() -> {
			try {
				next.handle(request);
			}
			finally {
				context.finish();
			}
		});
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
