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
import java.net.SocketOption;
import java.time.Duration;

/**
 * A connection of a stream server (TCP or Unix).
 */
public interface StreamRequest extends Request {

	/**
	 * Set how long the client may take for each read or write from the next one on,
	 * instead of the server's {@code timeout}: after it a read throws a
	 * {@link java.net.SocketTimeoutException} and the handler can still write; a write
	 * closes the connection. It is noticed up to a quarter of a second late. Python:
	 * {@code settimeout} of the request.
	 * @param timeout the time, zero for no limit
	 */
	void setTimeout(Duration timeout);

	/**
	 * Set an option of the accepted socket, such as
	 * {@link java.net.StandardSocketOptions#SO_KEEPALIVE}.
	 * @param <T> the type of the value
	 * @param name the option
	 * @param value its value
	 * @throws UnsupportedOperationException if this kind of socket has no such option
	 * @throws IOException if the socket refuses
	 */
	<T> void setOption(SocketOption<T> name, T value) throws IOException;

}
