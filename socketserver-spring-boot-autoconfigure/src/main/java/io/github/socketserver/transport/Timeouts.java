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

import java.time.Duration;

/**
 * How long the clients of a stream server may take. Zero means without limit.
 *
 * @param operation for one read or write
 * @param idle for the first byte of the next message
 * @param request for a whole message
 * @param applies to what they apply here
 */
public record Timeouts(Duration operation, Duration idle, Duration request, Side applies) {

	/**
	 * No limits.
	 */
	public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Side.BOTH);

	/**
	 * Return these time-outs for one side of a connection whose handler is in another
	 * process: that one times its reads, since here they are ahead of it, and this one
	 * the writes to the client.
	 * @param side the side
	 * @return the time-outs
	 */
	public Timeouts only(Side side) {
		return new Timeouts(this.operation, this.idle, this.request, side);
	}

	/**
	 * What time-outs apply to.
	 */
	public enum Side {

		/**
		 * Reads and writes.
		 */
		BOTH,

		/**
		 * Reads only.
		 */
		READS,

		/**
		 * Writes only.
		 */
		WRITES

	}

}
