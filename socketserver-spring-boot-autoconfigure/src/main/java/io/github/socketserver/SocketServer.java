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

import java.net.SocketAddress;

/**
 * A server as its requests, handlers and hooks see it: Python's {@code self.server}.
 */
public interface SocketServer {

	/**
	 * Return the name of the server: its key below {@code socketserver.servers}, or the
	 * name given in code.
	 * @return the name, used in logs and meters
	 */
	String name();

	/**
	 * Return the address of the server: once it is bound the real one, so a requested
	 * port 0 has become the port that the kernel chose. Python: {@code server_address}.
	 * @return the address, the requested one before the first bind
	 */
	SocketAddress serverAddress();

	/**
	 * Return whether the server is bound and has not been asked to stop. A handler that
	 * only writes, and so cannot see the end of its input, looks here for the stop.
	 * @return whether the server is running
	 */
	boolean isRunning();

}
