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

package io.github.socketserver.context;

import org.springframework.context.ApplicationEvent;

import io.github.socketserver.SocketServer;

/**
 * Something that happens in the life of a server.
 */
public abstract class SocketServerEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	SocketServerEvent(SocketServer server) {
		super(server);
	}

	/**
	 * Return the server.
	 * @return the server, with its real address
	 */
	public SocketServer getServer() {
		return (SocketServer) getSource();
	}

}
