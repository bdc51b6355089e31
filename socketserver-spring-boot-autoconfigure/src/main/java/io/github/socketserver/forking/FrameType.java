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

package io.github.socketserver.forking;

import java.net.ProtocolException;

/**
 * What a child sends to its parent, over the connection of one request.
 */
enum FrameType {

	/**
	 * The token and the process number: the first frame, and the child is ready.
	 */
	HELLO,

	/**
	 * Bytes for the client.
	 */
	DATA,

	/**
	 * Nothing more will come for the client.
	 */
	HALF_CLOSE,

	/**
	 * A datagram for the client; answered by {@link Order#RESULT}.
	 */
	REPLY,

	/**
	 * An option of the client's socket; answered by {@link Order#RESULT}.
	 */
	OPTION,

	/**
	 * The time-out that the handler has chosen.
	 */
	TIMEOUT,

	/**
	 * The handler has closed the request and goes on.
	 */
	CLOSE,

	/**
	 * The child knows that the client has gone, so its input may end now.
	 */
	RESET_NOTED,

	/**
	 * The request is over: the last frame, with its {@link Outcome}.
	 */
	DONE;

	private static final FrameType[] TYPES = values();

	/**
	 * How long a frame is at most, except for data, which has no limit.
	 */
	static final int MAX_LENGTH = 1024 * 1024;

	static FrameType of(byte code) throws ProtocolException {
		if (code < 0 || code >= TYPES.length) {
			throw new ProtocolException("a frame of the unknown type " + code);
		}
		return TYPES[code];
	}

}
