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

package io.github.socketserver.transport;

import java.net.SocketTimeoutException;
import java.time.Duration;

import io.github.socketserver.transport.Timeouts.Side;

/**
 * What the client of a connection has to do in time. A sweep expires what is too late,
 * since a time-out of the socket would cost a poll(2) before each read, and Unix sockets
 * have none.
 */
final class ConnectionDeadlines {

	private final Timeouts timeouts;

	private final TimedOperation read = new TimedOperation();

	private final TimedOperation write = new TimedOperation();

	private final TimedOperation message = new TimedOperation();

	private volatile Duration operation;

	ConnectionDeadlines(Timeouts timeouts) {
		this.timeouts = timeouts;
		this.operation = timeouts.operation();
		beginMessage();
	}

	void setTimeout(Duration timeout) {
		this.operation = timeout;
	}

	void beginMessage() {
		if (this.timeouts.applies() != Side.WRITES) {
			this.message.begin(this.timeouts.request());
		}
	}

	void endMessage() {
		this.message.end();
	}

	void beginRead(boolean idle) {
		if (this.timeouts.applies() != Side.WRITES) {
			this.read.begin((idle) ? this.timeouts.idle() : this.operation);
		}
	}

	boolean endRead() {
		return this.read.end() && !this.message.hasExpired();
	}

	void beginWrite() {
		if (this.timeouts.applies() != Side.READS) {
			this.write.begin(this.operation);
		}
	}

	boolean endWrite() {
		return this.write.end();
	}

	boolean expireRead(long now) {
		boolean read = this.read.expireIfDue(now);
		return this.message.expireIfDue(now) || read;
	}

	boolean expireWrite(long now) {
		return this.write.expireIfDue(now);
	}

	SocketTimeoutException readTimeout() {
		return new SocketTimeoutException(this.message.hasExpired()
				? "The client has not completed a message within 'request-timeout', %s"
					.formatted(this.timeouts.request())
				: "The client has sent nothing within 'timeout', %s".formatted(this.operation));
	}

	SocketTimeoutException writeTimeout() {
		return new SocketTimeoutException(
				"The client has taken nothing within 'timeout', %s".formatted(this.operation));
	}

}
