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
 * Keeps a child alive when a signal meant for the server reaches it, too: a terminal
 * sends SIGINT, and systemd(1) SIGTERM, to all processes of a server, which wants to
 * finish its requests. The parent ends its children.
 */
final class SignalGuard {

	private SignalGuard() {
	}

	static void install() {
		Runtime.getRuntime().addShutdownHook(new Thread(SignalGuard::stayIfSignalled, "socketserver-signal-guard"));
	}

	private static void stayIfSignalled() {
		// the JDK's thread that runs the hooks; System.exit runs them on its caller's
		boolean signalled = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().matches("SIG[A-Z]+ handler"));
		while (signalled) {
			try {
				Thread.sleep(Long.MAX_VALUE);
			}
			catch (InterruptedException ex) {
				// nobody can end the wait but the parent
			}
		}
	}

}
