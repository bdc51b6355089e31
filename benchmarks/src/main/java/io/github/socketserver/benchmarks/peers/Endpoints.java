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

package io.github.socketserver.benchmarks.peers;

/**
 * Where a server is to listen, from the arguments of its process.
 *
 * @param firstPort the port of the first endpoint; the others follow it
 * @param path the path of the Unix socket
 */
record Endpoints(int firstPort, String path) {

	/** How many threads the loops have, for all that have loops. */
	static final int LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	/** How many threads wait in slow handlers: one for each connection. */
	static final int WORKERS = 64;

	static Endpoints of(String[] args, int offset) {
		return new Endpoints(Integer.parseInt(args[offset]), args[offset + 1]);
	}

	int echo() {
		return this.firstPort;
	}

	int lines() {
		return this.firstPort + 1;
	}

	int frames() {
		return this.firstPort + 2;
	}

	int slow1() {
		return this.firstPort + 3;
	}

	int slow50() {
		return this.firstPort + 4;
	}

	int datagram() {
		return this.firstPort + 5;
	}

	static void ready() {
		System.out.println("READY");
	}

}
