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

package io.github.socketserver;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Told what happens in a server, in place: on the thread where it happens, so it must be
 * quick. An exception of a listener is logged and goes no further.
 */
public interface ServerListener {

	/**
	 * Called when a server is bound, before its first request.
	 * @param server the server
	 */
	default void serverStarted(SocketServer server) {
	}

	/**
	 * Called when a server has closed its socket.
	 * @param server the server
	 */
	default void serverStopped(SocketServer server) {
	}

	/**
	 * Called when a server can no longer serve although nobody stopped it.
	 * @param server the server
	 * @param failure what ended it
	 */
	default void serverFailed(SocketServer server, Throwable failure) {
	}

	/**
	 * Called when a server could not take a request, for want of descriptors for example.
	 * It goes on after a pause.
	 * @param server the server
	 * @param failure the error of accept(2) or recvfrom(2)
	 */
	default void acceptFailed(SocketServer server, IOException failure) {
	}

	/**
	 * Called for each datagram that a server dropped before it became a request.
	 * @param server the server
	 * @param reason why
	 */
	default void datagramDropped(SocketServer server, Rejection reason) {
	}

	/**
	 * Called for each request that a server takes.
	 * @param request the request
	 */
	default void requestReceived(Request request) {
	}

	/**
	 * Called when a verifier denied a request.
	 * @param request the request
	 * @param failure the exception of the verifier, or {@code null} if it said no
	 */
	default void requestDenied(Request request, @Nullable Exception failure) {
	}

	/**
	 * Called when a request was closed unprocessed.
	 * @param request the request
	 * @param reason why
	 */
	default void requestRejected(Request request, Rejection reason) {
	}

	/**
	 * Called when processing begins.
	 * @param request the request
	 */
	default void requestStarted(Request request) {
	}

	/**
	 * Called when processing has ended, after the error handlers.
	 * @param request the request, still open
	 * @param failure what the handler threw, or {@code null}
	 */
	default void requestFinished(Request request, @Nullable Throwable failure) {
	}

	/**
	 * Called exactly once for each request received, when it is closed.
	 * @param request the request
	 */
	default void requestClosed(Request request) {
	}

	/**
	 * Called when a child process of a server is ready for its first request.
	 * @param server the server
	 * @param startTime how long that took
	 */
	default void childStarted(SocketServer server, Duration startTime) {
	}

	/**
	 * Called when a child process of a server has ended.
	 * @param server the server
	 * @param end how
	 */
	default void childEnded(SocketServer server, ChildEnd end) {
	}

	/**
	 * Called when there are more or fewer child processes than before. The calls of one
	 * server never overlap.
	 * @param server the server
	 * @param active how many serve a request
	 * @param spare how many wait for one
	 */
	default void childrenChanged(SocketServer server, int active, int spare) {
	}

	/**
	 * How a child process has ended.
	 */
	enum ChildEnd {

		/**
		 * It has served its requests, or is not needed any more.
		 */
		RETIRED,

		/**
		 * It ended by itself: a crash, an exit, or a signal of somebody else.
		 */
		CRASHED,

		/**
		 * The server has ended it: it took too long, or its request was cut.
		 */
		KILLED

	}

	/**
	 * Why a request was closed unprocessed, or a datagram dropped.
	 */
	enum Rejection {

		/**
		 * The server has as many requests as {@code max-connections} allows.
		 */
		MAX_CONNECTIONS,

		/**
		 * No thread could be had for it.
		 */
		NO_THREAD,

		/**
		 * The server is stopping.
		 */
		STOPPING,

		/**
		 * A datagram was longer than {@code max-packet-size}, and {@code truncated} is
		 * {@code drop}.
		 */
		TRUNCATED

	}

}
