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

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Request;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.transport.TransportRequest;

/**
 * What a server logs.
 */
final class ServerLog {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final String server;

	private Deadline silence = Deadline.after(Duration.ZERO);

	private long suppressed;

	ServerLog(String server) {
		this.server = server;
	}

	/**
	 * Log the failure of a request: one line at debug level if the client is to blame or
	 * the server has ended the request, otherwise an error with its stack.
	 * @param request the request
	 * @param transport what the server has made for it
	 * @param failure what its handler, or another hook, threw
	 */
	static void requestFailed(Request request, @Nullable TransportRequest transport, Exception failure) {
		if (request.isOpen() && !isClientsFault(transport, failure)) {
			Holder.logger.error("Request %s of server '%s' failed".formatted(request, request.server().name()),
					failure);
		}
		else if (Holder.logger.isDebugEnabled()) {
			Holder.logger.debug(
					"Request %s of server '%s' ended early: %s".formatted(request, request.server().name(), failure));
		}
	}

	private static boolean isClientsFault(@Nullable TransportRequest transport, Exception failure) {
		return (transport != null && transport.isConnectionFailure(failure))
				|| (failure instanceof ForkedHandlerException forked && forked.isConnectionFailure());
	}

	/**
	 * Log that requests cannot be taken, at most once in ten seconds. For the thread that
	 * takes them.
	 * @param what what the server cannot do
	 */
	void cannotTake(String what) {
		if (!this.silence.isOver()) {
			this.suppressed++;
			return;
		}
		String more = (this.suppressed > 0)
				? " (and %d times more since the last such message)".formatted(this.suppressed) : "";
		Holder.logger.warn("Server '%s' %s%s".formatted(this.server, what, more));
		this.suppressed = 0;
		this.silence = Deadline.after(INTERVAL);
	}

	void started(BaseServer server, RequestProcessor processor) {
		Holder.logger.info("Server '%s' listening on %s (%s, %s)".formatted(this.server,
				Addresses.toString(server.serverAddress()), server.type(), processor));
	}

	void stopped() {
		Holder.logger.info("Server '%s' stopped".formatted(this.server));
	}

	void hookFailed(String hook, Throwable failure) {
		Holder.logger.error("%s of server '%s' failed".formatted(hook, this.server), failure);
	}

	void failed(Throwable failure) {
		Holder.logger.error("Server '%s' cannot serve any longer".formatted(this.server), failure);
	}

	void cut(int requests, Duration gracePeriod) {
		Holder.logger.warn("Server '%s' closed %d request(s) that did not end within the grace period of %d ms"
			.formatted(this.server, requests, gracePeriod.toMillis()));
	}

	/**
	 * Loaded with the first message: a child process has none, and a logging system would
	 * take longer to load than all the rest of it.
	 */
	private static final class Holder {

		static final Log logger = LogFactory.getLog(BaseServer.class);

	}

}
