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

package io.github.socketserver.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads commands from its standard input and answers each with one line: {@code open}
 * connects, {@code run} sends requests and prints what it measured, {@code close} closes
 * the connections. Everything runs on one thread.
 */
public final class LoadGenerator {

	private @Nullable Load load;

	private LoadGenerator() {
	}

	/**
	 * Serve commands until the end of the input.
	 * @param args none
	 * @throws IOException if the input fails
	 */
	public static void main(String[] args) throws IOException {
		LoadGenerator generator = new LoadGenerator();
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			try {
				System.out.println("ok " + generator.execute(line.split(" ")));
			}
			catch (IOException ex) {
				System.out.println("failed " + ex);
			}
		}
	}

	private String execute(String[] words) throws IOException {
		Map<String, String> options = new HashMap<>();
		for (int i = 1; i < words.length; i++) {
			String[] option = words[i].split("=", 2);
			options.put(option[0], option[1]);
		}
		switch (words[0]) {
			case "open" -> open(options);
			case "run" -> {
				return run(
						new Measurement(number(options, "after") * 1_000_000L, number(options, "millis") * 1_000_000L));
			}
			case "close" -> close();
			default -> throw new IOException("unknown command");
		}
		return "";
	}

	private void open(Map<String, String> options) throws IOException {
		close();
		Messages messages = Messages.of(options.getOrDefault("format", "echo"), number(options, "size"));
		int connections = number(options, "connections");
		switch (options.getOrDefault("kind", "")) {
			case "stream" ->
				connect(new StreamLoad(messages, number(options, "window")), address(options), connections);
			case "churn" -> use(new ChurnLoad(messages, number(options, "port"), connections, false));
			case "request" -> use(new ChurnLoad(messages, number(options, "port"), connections, true));
			case "datagram" -> use(new DatagramLoad(messages, address(options), connections));
			default -> throw new IOException("unknown kind of load");
		}
	}

	private void connect(StreamLoad load, SocketAddress address, int connections) throws IOException {
		use(load);
		load.connect(address, connections);
	}

	private void use(Load load) {
		this.load = load;
	}

	private String run(Measurement measurement) throws IOException {
		if (this.load == null) {
			throw new IOException("nothing is open");
		}
		this.load.run(measurement);
		return measurement.toString();
	}

	private void close() throws IOException {
		if (this.load != null) {
			this.load.close();
			this.load = null;
		}
	}

	private static SocketAddress address(Map<String, String> options) {
		String path = options.get("path");
		return (path != null) ? UnixDomainSocketAddress.of(path)
				: new InetSocketAddress("127.0.0.1", number(options, "port"));
	}

	private static int number(Map<String, String> options, String name) {
		return Integer.parseInt(options.getOrDefault(name, "0"));
	}

}
