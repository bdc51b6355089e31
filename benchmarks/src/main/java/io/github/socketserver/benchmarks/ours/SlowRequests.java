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

package io.github.socketserver.benchmarks.ours;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestInterceptor;

/**
 * Logs how long requests take, which is off here. No single call serves a connection on
 * an event loop, so it cannot have interceptors; nor can a child without a context.
 */
@Component
@Profile("!event-loop & !no-context")
class SlowRequests implements RequestInterceptor {

	private static final Log logger = LogFactory.getLog(SlowRequests.class);

	@Override
	public void intercept(Request request, Handler<Request> next) throws Exception {
		long start = System.nanoTime();
		try {
			next.handle(request);
		}
		finally {
			if (logger.isDebugEnabled()) {
				logger.debug("%s took %d ns".formatted(request.id(), System.nanoTime() - start));
			}
		}
	}

}
