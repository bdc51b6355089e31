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

package io.github.socketserver.metrics;

import org.springframework.core.Ordered;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.InfrastructureInterceptor;

/**
 * Times the handling of the requests that are not observed, with the meter that an
 * observation would have: that costs a fraction of an observation, which counts where a
 * request is a datagram.
 */
public final class TimedRequestInterceptor implements InfrastructureInterceptor, Ordered {

	private final SocketServerMetrics metrics;

	private final boolean streams;

	private final boolean datagrams;

	/**
	 * Create an interceptor.
	 * @param metrics where the timers are
	 * @param streams whether to time connections
	 * @param datagrams whether to time datagrams
	 */
	public TimedRequestInterceptor(SocketServerMetrics metrics, boolean streams, boolean datagrams) {
		this.metrics = metrics;
		this.streams = streams;
		this.datagrams = datagrams;
	}

	@Override
	public void intercept(Request request, Handler<Request> next) throws Exception {
		if (!((request instanceof DatagramRequest) ? this.datagrams : this.streams)) {
			next.handle(request);
			return;
		}
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			next.handle(request);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			this.metrics.requestTimed(request.server(), System.nanoTime() - start, failure);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
