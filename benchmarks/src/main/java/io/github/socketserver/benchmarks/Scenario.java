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

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the load does, and on which endpoint of a server.
 */
enum Scenario {

	/** One connection: latency. */
	LINE_1("1 connection, 64-byte lines", "kind=stream size=64 window=1", 0, 1),

	/** The usual case. */
	LINE_64("64 connections, 64-byte lines", "kind=stream size=64 window=1", 0, 64),

	/** Many connections. */
	LINE_1000("1,000 connections, 64-byte lines", "kind=stream size=64 window=1", 0, 1000),

	/** Very many connections. */
	LINE_9000("9,000 connections, 64-byte lines", "kind=stream size=64 window=1", 0, 9000),

	/** Lines that arrive together, answered as text in upper case. */
	PIPELINED("Pipelined lines: 16 connections, 16 lines of 64 bytes in flight each",
			"kind=stream format=lines size=64 window=16", 1, 16),

	/** Large messages. */
	FRAMES("Frames of 16 KiB, 64 connections", "kind=stream format=frames size=16384 window=1", 2, 64),

	/** A connection for each request. */
	CONNECT("Connect, echo, close: 16 clients", "kind=churn size=64", 0, 16),

	/** Datagrams. */
	DATAGRAMS("Datagrams of 64 bytes, 16 sockets", "kind=datagram size=64", 5, 16),

	/** Handlers that wait a little. */
	SLOW_1("Handlers that block for 1 ms, 64 connections", "kind=stream size=64 window=1", 3, 64),

	/** Handlers that wait long. */
	SLOW_50("Handlers that block for 50 ms, 64 connections", "kind=stream size=64 window=1", 4, 64),

	/** A Unix socket. */
	UNIX("Unix stream socket, 64 connections, 64-byte lines", "kind=stream size=64 window=1", -1, 64),

	/** A process for each request, or for some. */
	FORKING_REQUESTS("Connect, one line, reply, end: 4 clients", "kind=request size=64", 0, 4),

	/** The way through a child, in time. */
	FORKING_LATENCY("1 connection, 64-byte lines", "kind=stream size=64 window=1", 0, 1),

	/** The way through a child, in bytes. */
	FORKING_STREAM("1 connection, 256 KiB in flight", "kind=stream size=16384 window=16", 0, 1);

	private static final Set<Scenario> FORKING = EnumSet.of(FORKING_REQUESTS, FORKING_LATENCY, FORKING_STREAM);

	private final String title;

	private final String load;

	private final int endpoint;

	private final int connections;

	/**
	 * Create a scenario.
	 * @param title its title in the report
	 * @param load the load, in the words of the load generator
	 * @param endpoint the distance from a server's first port, or -1 for its Unix socket
	 * @param connections the number of connections or sockets
	 */
	Scenario(String title, String load, int endpoint, int connections) {
		this.title = title;
		this.load = load;
		this.endpoint = endpoint;
		this.connections = connections;
	}

	String title() {
		return this.title;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return whether this is about servers with child processes, which are measured one
	 * at a time.
	 * @return whether it is
	 */
	boolean isForking() {
		return FORKING.contains(this);
	}

	int connections() {
		return this.connections;
	}

	/**
	 * Return what the load generator needs to be told.
	 * @param firstPort the server's first port
	 * @param path its Unix socket
	 * @param connections the number of connections
	 * @return options of its command {@code open}
	 */
	String load(int firstPort, String path, int connections) {
		String address = (this.endpoint < 0) ? "path=" + path : "port=" + (firstPort + this.endpoint);
		return "%s connections=%d %s".formatted(this.load, connections, address);
	}

}
