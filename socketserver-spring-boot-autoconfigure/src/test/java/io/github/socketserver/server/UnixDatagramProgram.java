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

package io.github.socketserver.server;

import java.nio.file.Path;

import io.github.socketserver.DatagramHandler;

/**
 * The program that {@link UnixDatagramProcessTests} runs in processes of their own: an
 * echo server that prints when it listens, or why it cannot.
 */
public final class UnixDatagramProgram {

	private UnixDatagramProgram() {
	}

	/**
	 * Serve until killed.
	 * @param arguments the path to bind
	 */
	public static void main(String[] arguments) {
		DatagramHandler echo = (request) -> request.reply(request.packet());
		UnixDatagramServer server = new UnixDatagramServer(Path.of(arguments[0]), echo);
		try {
			server.start();
		}
		catch (ServerBindException ex) {
			System.out.println("failed: " + ex.getMessage());
			return;
		}
		System.out.println("listening");
		server.serveForever();
	}

}
