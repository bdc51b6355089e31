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

package io.github.socketserver.sample;

import java.net.InetSocketAddress;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.github.socketserver.SocketServer;
import io.github.socketserver.context.SocketServers;

/**
 * Logs where the servers listen and a command for each of them.
 */
@Component
class CommandsToTry {

	private static final Log logger = LogFactory.getLog(CommandsToTry.class);

	private final SocketServers servers;

	CommandsToTry(SocketServers servers) {
		this.servers = servers;
	}

	@EventListener(ApplicationReadyEvent.class)
	void log() {
		this.servers.list().forEach((server) -> logger.info("Try '%s':  %s".formatted(server.name(), command(server))));
	}

	private static String command(SocketServer server) {
		if (server.serverAddress() instanceof InetSocketAddress address) {
			String options = server.name().endsWith("-udp") ? "-u -w 1" : "-N";
			return "printf 'hello\\n' | nc %s 127.0.0.1 %d".formatted(options, address.getPort());
		}
		return "printf 'hello\\n' | socat - UNIX-CONNECT:%s".formatted(server.serverAddress());
	}

}
