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

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the project wants to reach. Ratios of throughput, unless they say something else.
 */
final class Aims {

	private final Figures figures;

	Aims(Figures figures) {
		this.figures = figures;
	}

	List<Aim> list() {
		return List.of(
				Aim.atLeast("event loop / better Netty, 64 connections",
						throughput(Scenario.LINE_64, Contestant.OURS_EVENT_LOOP, Contestant.NETTY_EPOLL,
								Contestant.NETTY_IO_URING),
						1.1),
				Aim.atLeast("event loop / better Netty, frames of 16 KiB",
						throughput(Scenario.FRAMES, Contestant.OURS_EVENT_LOOP, Contestant.NETTY_EPOLL,
								Contestant.NETTY_IO_URING),
						1.1),
				Aim.atLeast("event loop / better Netty, 1,000 connections",
						throughput(Scenario.LINE_1000, Contestant.OURS_EVENT_LOOP, Contestant.NETTY_EPOLL,
								Contestant.NETTY_IO_URING),
						1),
				Aim.atMost("event loop / C, CPU per request, 64 connections",
						cpu(Scenario.LINE_64, Contestant.OURS_EVENT_LOOP, Contestant.C), 1.2, "x"),
				Aim.atMost("event loop, CPU per request, 9,000 connections / 64 connections", manyConnections(), 1.6,
						"x"),
				Aim.atLeast("event loop / Netty epoll, connect, echo, close",
						throughput(Scenario.CONNECT, Contestant.OURS_EVENT_LOOP, Contestant.NETTY_EPOLL), 1),
				Aim.atLeast("event loop / Netty epoll, Unix stream socket",
						throughput(Scenario.UNIX, Contestant.OURS_EVENT_LOOP, Contestant.NETTY_EPOLL), 1.1),
				Aim.atMost("event loop, heap per idle connection", heap(Contestant.OURS_EVENT_LOOP), 1.5, "KB"),
				Aim.atMost("virtual threads, heap per idle connection", heap(Contestant.OURS_VIRTUAL), 5, "KB"),
				Aim.atLeast("virtual threads with write buffer / Netty epoll, pipelined lines",
						throughput(Scenario.PIPELINED, Contestant.OURS_VIRTUAL_WRITE_BUFFER, Contestant.NETTY_EPOLL),
						1),
				Aim.atLeast("virtual threads / Netty epoll, 64 connections",
						throughput(Scenario.LINE_64, Contestant.OURS_VIRTUAL, Contestant.NETTY_EPOLL), 0.7),
				Aim.atLeast("synchronous / Netty with recvmmsg, datagrams",
						throughput(Scenario.DATAGRAMS, Contestant.OURS_SYNCHRONOUS, Contestant.NETTY_RECVMMSG), 1.1),
				Aim.atLeast("synchronous / C, datagrams",
						throughput(Scenario.DATAGRAMS, Contestant.OURS_SYNCHRONOUS, Contestant.C), 0.75),
				integration(Contestant.OURS_EVENT_LOOP), integration(Contestant.OURS_VIRTUAL),
				python(Contestant.OURS_EVENT_LOOP), python(Contestant.OURS_VIRTUAL),
				metrics(Scenario.LINE_64, Contestant.OURS_EVENT_LOOP, Contestant.OURS_EVENT_LOOP_NO_METRICS),
				metrics(Scenario.LINE_64, Contestant.OURS_VIRTUAL, Contestant.OURS_VIRTUAL_NO_METRICS),
				metrics(Scenario.LINE_64, Contestant.OURS_PLATFORM, Contestant.OURS_PLATFORM_NO_METRICS),
				metrics(Scenario.CONNECT, Contestant.OURS_EVENT_LOOP, Contestant.OURS_EVENT_LOOP_NO_METRICS),
				metrics(Scenario.CONNECT, Contestant.OURS_VIRTUAL, Contestant.OURS_VIRTUAL_NO_METRICS),
				metrics(Scenario.CONNECT, Contestant.OURS_PLATFORM, Contestant.OURS_PLATFORM_NO_METRICS),
				Aim.atMost("what the starter adds to the start of a bare Boot application", startUp(), 100, "ms"),
				forking(Contestant.OURS_FORKING_NONE_1, 15), forking(Contestant.OURS_FORKING_APPLICATION_1, 1.5),
				forking(Contestant.OURS_FORKING_NONE_1000), forking(Contestant.OURS_FORKING_APPLICATION_1000));
	}

	String table() {
		List<Aim> aims = list();
		List<Aim> measured = aims.stream().filter(Aim::isMeasured).toList();
		String rows = measured.stream().map(Aim::row).collect(Collectors.joining());
		int others = aims.size() - measured.size();
		return "| aim | wanted | measured | |\n| --- | --- | --- | --- |\n" + rows
				+ ((others > 0) ? "%nThis run has not measured %d other aims.%n".formatted(others) : "");
	}

	private Aim integration(Contestant ours) {
		return Aim.atLeast(ours.title() + " / better Spring Integration, 64 connections",
				throughput(Scenario.LINE_64, ours, Contestant.INTEGRATION_NET, Contestant.INTEGRATION_NIO), 4);
	}

	private Aim python(Contestant ours) {
		return Aim.atLeast(ours.title() + " / Python's ThreadingTCPServer, 64 connections",
				throughput(Scenario.LINE_64, ours, Contestant.PYTHON_THREADING), 2.5);
	}

	private Aim metrics(Scenario scenario, Contestant with, Contestant without) {
		return Aim.atMost("%s with / without metrics, CPU per request, %s".formatted(with.title(), scenario.title()),
				cpu(scenario, with, without), 1.1, "x");
	}

	private Aim forking(Contestant ours, double limit) {
		return Aim.atLeast(ours.title(), this.figures.median(Scenario.FORKING_REQUESTS, ours, Slice::throughput), limit,
				"requests/s");
	}

	private Aim forking(Contestant ours) {
		return Aim.atMost("%s / %s, a connection per request".formatted(Contestant.OURS_PLATFORM.title(), ours.title()),
				throughput(Scenario.FORKING_REQUESTS, Contestant.OURS_PLATFORM, ours), 3, "x");
	}

	private OptionalDouble throughput(Scenario scenario, Contestant ours, Contestant... others) {
		return Arrays.stream(others)
			.map((other) -> this.figures.ratio(scenario, ours, other, Slice::throughput))
			.flatMapToDouble(OptionalDouble::stream)
			.min();
	}

	private OptionalDouble cpu(Scenario scenario, Contestant ours, Contestant other) {
		return this.figures.ratio(scenario, ours, other, Slice::cpuPerRequest);
	}

	private OptionalDouble manyConnections() {
		OptionalDouble few = this.figures.median(Scenario.LINE_64, Contestant.OURS_EVENT_LOOP, Slice::cpuPerRequest);
		OptionalDouble many = this.figures.median(Scenario.LINE_9000, Contestant.OURS_EVENT_LOOP, Slice::cpuPerRequest);
		return (few.isPresent() && many.isPresent()) ? OptionalDouble.of(many.getAsDouble() / few.getAsDouble())
				: OptionalDouble.empty();
	}

	private OptionalDouble heap(Contestant contestant) {
		Figures.Memory memory = this.figures.memory().get(contestant);
		return (memory != null) ? OptionalDouble.of(memory.heap() / 1024) : OptionalDouble.empty();
	}

	private OptionalDouble startUp() {
		OptionalDouble bare = this.figures.medianStart(StartUp.BARE);
		OptionalDouble server = this.figures.medianStart(StartUp.SERVER);
		return (bare.isPresent() && server.isPresent()) ? OptionalDouble.of(server.getAsDouble() - bare.getAsDouble())
				: OptionalDouble.empty();
	}

}
