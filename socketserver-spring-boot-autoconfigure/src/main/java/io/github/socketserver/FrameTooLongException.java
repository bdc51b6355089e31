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

/**
 * A line or frame that is longer than its reader allows. The bytes read so far are lost
 * to the protocol, so the handler should answer and end the connection.
 */
public class FrameTooLongException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int limit;

	/**
	 * Create an exception.
	 * @param limit the limit that was exceeded, in bytes
	 */
	public FrameTooLongException(int limit) {
		super("A line or frame is longer than %d bytes, the limit that the handler or 'max-frame-length' sets"
			.formatted(limit));
		this.limit = limit;
	}

	/**
	 * Return the limit that was exceeded.
	 * @return the limit, in bytes
	 */
	public int getLimit() {
		return this.limit;
	}

}
