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
import java.nio.channels.NetworkChannel;

/**
 * Customizes the socket of a server before it is bound. Python: the part of
 * {@code server_bind} before {@code bind}.
 */
@FunctionalInterface
public interface ServerSocketCustomizer {

	/**
	 * Customize a socket.
	 * @param socket the socket: its options of the configuration are set, it is not bound
	 * @throws IOException if the socket refuses, which fails the start of the server
	 */
	void customize(NetworkChannel socket) throws IOException;

}
