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

package io.github.socketserver.benchmarks;

import java.io.IOException;

/**
 * Tells the load generator what to do.
 */
final class LoadClient implements AutoCloseable {

	private final BackgroundProcess generator;

	LoadClient(BackgroundProcess generator) {
		this.generator = generator;
	}

	/**
	 * Open connections, after closing those that are open.
	 * @param load the kind of load and where to
	 * @throws IOException if a connection cannot be opened or does not get a reply
	 */
	void open(String load) throws IOException {
		command("open " + load);
	}

	String run(int millis) throws IOException {
		return command("run millis=" + millis);
	}

	/**
	 * Send requests, and let the caller do something else meanwhile.
	 * @param after for how long to send before the measurement begins, in milliseconds
	 * @param millis its duration
	 * @throws IOException if the load generator has ended
	 */
	void begin(int after, int millis) throws IOException {
		this.generator.send("run millis=%d after=%d".formatted(millis, after));
	}

	/**
	 * Wait for the end of what has been begun.
	 * @return what was measured
	 * @throws IOException if the load generator has ended
	 */
	String end() throws IOException {
		return answer();
	}

	@Override
	public void close() throws IOException {
		command("close");
	}

	long cpuMicros() throws IOException {
		return this.generator.cpuMicros();
	}

	private String command(String command) throws IOException {
		this.generator.send(command);
		return answer();
	}

	private String answer() throws IOException {
		String answer = this.generator.receive();
		if (!answer.startsWith("ok")) {
			throw new IOException(answer);
		}
		return answer.substring("ok".length()).trim();
	}

}
