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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A server, in a process of its own, and the scenarios that it takes part in.
 */
enum Contestant {

	/** Ours on one thread: one connection at a time. */
	OURS_SYNCHRONOUS("ours, synchronous", Kind.OURS, "synchronous", "line-1 connect datagrams"),

	/** The same without meters. */
	OURS_SYNCHRONOUS_NO_METRICS("ours, synchronous, no metrics", Kind.OURS, "synchronous,no-metrics",
			"connect datagrams"),

	/** Ours with a platform thread for each connection. */
	OURS_PLATFORM("ours, platform threads", Kind.OURS, "platform",
			"line-1 line-64 line-1000 pipelined frames connect datagrams slow-1 slow-50 unix "
					+ "forking-requests forking-latency forking-stream"),

	/** The same without meters. */
	OURS_PLATFORM_NO_METRICS("ours, platform threads, no metrics", Kind.OURS, "platform,no-metrics", "line-64 connect"),

	/** The same, and output is held while there is input. */
	OURS_PLATFORM_WRITE_BUFFER("ours, platform threads, write buffer", Kind.OURS, "platform,write-buffer", "pipelined"),

	/** Ours with a virtual thread for each connection. */
	OURS_VIRTUAL("ours, virtual threads", Kind.OURS, "virtual",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect datagrams slow-1 slow-50 unix"),

	/** The same without meters. */
	OURS_VIRTUAL_NO_METRICS("ours, virtual threads, no metrics", Kind.OURS, "virtual,no-metrics", "line-64 connect"),

	/** The same, and output is held while there is input. */
	OURS_VIRTUAL_WRITE_BUFFER("ours, virtual threads, write buffer", Kind.OURS, "virtual,write-buffer", "pipelined"),

	/** Ours on an event loop. */
	OURS_EVENT_LOOP("ours, event loop", Kind.OURS, "event-loop",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect unix"),

	/** The same without meters. */
	OURS_EVENT_LOOP_NO_METRICS("ours, event loop, no metrics", Kind.OURS, "event-loop,no-metrics", "line-64 connect"),

	/** Ours with a process for each request, which has the handler alone. */
	OURS_FORKING_NONE_1("ours, forking, none, 1 request per child", Kind.OURS, "forking,no-context",
			"forking-requests forking-latency forking-stream"),

	/** The same with a process for 100 requests. */
	OURS_FORKING_NONE_100("ours, forking, none, 100 requests per child", Kind.OURS, "forking,no-context,per-child-100",
			"forking-requests"),

	/** The same with a process for 1,000 requests. */
	OURS_FORKING_NONE_1000("ours, forking, none, 1,000 requests per child", Kind.OURS,
			"forking,no-context,per-child-1000", "forking-requests"),

	/** Ours with a process for each request, which has a copy of the application. */
	OURS_FORKING_APPLICATION_1("ours, forking, application, 1 request per child", Kind.OURS, "forking",
			"forking-requests"),

	/** The same with a process for 100 requests. */
	OURS_FORKING_APPLICATION_100("ours, forking, application, 100 requests per child", Kind.OURS,
			"forking,per-child-100", "forking-requests"),

	/** The same with a process for 1,000 requests. */
	OURS_FORKING_APPLICATION_1000("ours, forking, application, 1,000 requests per child", Kind.OURS,
			"forking,per-child-1000", "forking-requests"),

	/** The measure. */
	C("C epoll", Kind.C, "", "line-1 line-64 line-1000 line-9000 pipelined frames connect datagrams unix"),

	/** Netty's own epoll transport. */
	NETTY_EPOLL("Netty epoll", Kind.JAVA, "NettyServer epoll",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect datagrams slow-1 slow-50 unix"),

	/** The same, taking several datagrams at a time. */
	NETTY_RECVMMSG("Netty epoll, recvmmsg", Kind.JAVA, "NettyServer epoll-recvmmsg", "datagrams"),

	/** Netty on io_uring. */
	NETTY_IO_URING("Netty io_uring", Kind.JAVA, "NettyServer io_uring",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect"),

	/** Netty on the JDK's selector. */
	NETTY_NIO("Netty NIO", Kind.JAVA, "NettyServer nio",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect datagrams"),

	/** Reactor Netty. */
	REACTOR_NETTY("Reactor Netty", Kind.JAVA, "ReactorNettyServer",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect slow-1 slow-50 unix"),

	/** Vert.x. */
	VERTX("Vert.x", Kind.JAVA, "VertxServer",
			"line-1 line-64 line-1000 line-9000 pipelined frames connect datagrams slow-1 slow-50 unix"),

	/** Spring Integration's adapter with a thread for each connection. */
	INTEGRATION_NET("Spring Integration, net", Kind.JAVA, "SpringIntegrationServer net",
			"line-1 line-64 pipelined frames connect slow-1 slow-50"),

	/** Spring Integration's adapter on the JDK's selector. */
	INTEGRATION_NIO("Spring Integration, NIO", Kind.JAVA, "SpringIntegrationServer nio", "line-1 line-64"),

	/** Python's own servers with a thread for each connection. */
	PYTHON_THREADING("Python, threading", Kind.PYTHON, "threading",
			"line-1 line-64 pipelined connect datagrams slow-1 slow-50 unix"),

	/** Python's own servers on one thread. */
	PYTHON_SYNCHRONOUS("Python, synchronous", Kind.PYTHON, "synchronous", "line-1 connect datagrams"),

	/** Python's own server with a process for each request. */
	PYTHON_FORKING("Python, forking", Kind.PYTHON, "forking", "forking-requests");

	/** How a server is made. */
	enum Kind {

		OURS, JAVA, C, PYTHON

	}

	private static final int VIRTUAL_THREADS = 21;

	private final String title;

	private final Kind kind;

	private final String arguments;

	private final Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);

	Contestant(String title, Kind kind, String arguments, String scenarios) {
		this.title = title;
		this.kind = kind;
		this.arguments = arguments;
		List<String> ids = Arrays.asList(scenarios.split(" "));
		for (Scenario scenario : Scenario.values()) {
			if (ids.contains(scenario.id())) {
				this.scenarios.add(scenario);
			}
		}
	}

	String title() {
		return this.title;
	}

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * Return what its kind needs to know: our profiles, a class and its first argument,
	 * or the first argument of a script.
	 * @return the words, separated by commas for profiles and else by a space
	 */
	String arguments() {
		return this.arguments;
	}

	/**
	 * Check that this Java has what the server needs, and does not replace it silently.
	 * @param feature the version
	 * @throws IOException if it has not
	 */
	void requireJava(int feature) throws IOException {
		if (this.arguments.startsWith("virtual") && feature < VIRTUAL_THREADS) {
			throw new IOException("needs Java %d".formatted(VIRTUAL_THREADS));
		}
	}

	boolean takesPartIn(Scenario scenario) {
		return this.scenarios.contains(scenario);
	}

	boolean isOurs() {
		return this.kind == Kind.OURS;
	}

	boolean isForking() {
		return isOurs() && this.arguments.startsWith("forking");
	}

	/**
	 * Return whether memory per connection is measured: once for each way to hold them.
	 * @return whether this is one of those
	 */
	boolean holdsIdleConnections() {
		return takesPartIn(Scenario.LINE_9000) || this == OURS_PLATFORM;
	}

}
