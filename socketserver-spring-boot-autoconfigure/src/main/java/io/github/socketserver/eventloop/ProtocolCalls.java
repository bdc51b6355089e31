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

package io.github.socketserver.eventloop;

import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.RequestPipeline;
import io.github.socketserver.StreamProtocol;

/**
 * Calls the protocol of a connection on the thread of its loop, and lets nothing that it
 * throws do any harm. What it writes during a call is sent together.
 */
final class ProtocolCalls {

	private final LoopConnection connection;

	private final EventLoop loop;

	private final RequestPipeline pipeline;

	private final LoopOutput output;

	private volatile @Nullable StreamProtocol protocol;

	private @Nullable Throwable cause;

	ProtocolCalls(LoopConnection connection, EventLoop loop, RequestPipeline pipeline, LoopOutput output) {
		this.connection = connection;
		this.loop = loop;
		this.pipeline = pipeline;
		this.output = output;
	}

	void setProtocol(StreamProtocol protocol) {
		this.protocol = protocol;
	}

	StreamProtocol protocol() {
		StreamProtocol protocol = this.protocol;
		if (protocol == null) {
			throw new IllegalStateException("The connection has no protocol");
		}
		return protocol;
	}

	/**
	 * Return whether the caller is the protocol of this connection.
	 * @return whether a call goes on, on this thread
	 */
	boolean isCalling() {
		return this.loop.isCurrentThread() && this.loop.current() == this.connection;
	}

	/**
	 * Let the protocol do something.
	 * @param event what it does
	 * @param transport where it does it
	 * @return whether the connection goes on: nothing was thrown
	 */
	boolean call(LoopEvent event, LoopTransport transport) {
		this.loop.setCurrent(this.connection);
		this.output.hold(this.loop.writeBuffer());
		try {
			event.happen(transport);
			return true;
		}
		catch (Exception ex) {
			fail(ex);
		}
		catch (Error ex) {
			this.cause = ex;
			this.loop.report(ex);
		}
		finally {
			this.output.release();
			this.loop.setCurrent(null);
		}
		return false;
	}

	/**
	 * Note what the connection ends with, and tell the error handlers.
	 * @param failure the failure
	 */
	void fail(Exception failure) {
		this.cause = failure;
		tell(failure);
	}

	private void tell(Exception failure) {
		try {
			this.pipeline.error(this.connection, failure);
		}
		catch (Error ex) {
			this.loop.report(ex);
		}
	}

	/**
	 * Tell the protocol, if there is one, that the connection is over.
	 */
	void connectionLost() {
		StreamProtocol protocol = this.protocol;
		if (protocol == null) {
			return;
		}
		this.loop.setCurrent(this.connection);
		try {
			protocol.connectionLost(this.connection, causeAsException());
		}
		catch (Exception ex) {
			tell(ex);
		}
		catch (Error ex) {
			this.loop.report(ex);
		}
		finally {
			this.loop.setCurrent(null);
		}
	}

	private @Nullable Exception causeAsException() {
		Throwable cause = this.cause;
		return (cause == null || cause instanceof Exception) ? (Exception) cause : new ExecutionException(cause);
	}

	/**
	 * Let the server finish with the request.
	 */
	void requestOver() {
		this.pipeline.shutdown(this.connection, this.cause);
	}

	void requestBegun() throws Exception {
		this.pipeline.finish(this.connection);
	}

	boolean hasFailed() {
		return this.cause != null;
	}

}
