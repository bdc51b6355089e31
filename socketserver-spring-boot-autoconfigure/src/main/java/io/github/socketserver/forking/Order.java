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

/**
 * What a parent tells a child about its request, through the child's standard input: it
 * has to arrive while nobody reads the connection.
 */
enum Order {

	/**
	 * The client has gone.
	 */
	RESET,

	/**
	 * The client has taken too long to take what was written.
	 */
	WRITE_TIMEOUT,

	/**
	 * End the request when its handler waits between two messages.
	 */
	END_WHEN_IDLE,

	/**
	 * What became of an option or of a datagram.
	 */
	RESULT;

	private static final Order[] ORDERS = values();

	static Order of(int code) {
		return ORDERS[code];
	}

}
