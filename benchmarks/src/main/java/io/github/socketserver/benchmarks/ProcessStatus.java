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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux tells of a process. Everything throws an exception when the process has
 * ended.
 *
 * @param pid its number
 */
record ProcessStatus(long pid) {

	/** Ticks of /proc per second: 100 on every Linux of today. */
	private static final long MICROS_PER_TICK = 10_000;

	private static final int OWN_TIME = 11;

	private static final int TIME_OF_ENDED_CHILDREN = 13;

	/**
	 * Return the processor time of all threads so far, user and system.
	 * @return microseconds
	 * @throws IOException if the process has ended
	 */
	long cpuMicros() throws IOException {
		return micros(OWN_TIME);
	}

	/**
	 * Return the processor time of the process and of its children, those that have ended
	 * and those that have not.
	 * @return microseconds
	 * @throws IOException if the process has ended
	 */
	long cpuMicrosWithChildren() throws IOException {
		long micros = 0;
		for (ProcessStatus child : children()) {
			try {
				micros += child.cpuMicros();
			}
			catch (IOException ex) {
				// it has just ended, and its time is in what follows
			}
		}
		return micros + micros(OWN_TIME) + micros(TIME_OF_ENDED_CHILDREN);
	}

	private long micros(int field) throws IOException {
		String stat = Files.readString(file("stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) * MICROS_PER_TICK;
	}

	List<ProcessStatus> children() {
		return ProcessHandle.of(this.pid)
			.stream()
			.flatMap(ProcessHandle::children)
			.map((child) -> new ProcessStatus(child.pid()))
			.toList();
	}

	/**
	 * Return whether the process was started with an option.
	 * @param option how the option begins
	 * @return whether it was
	 * @throws IOException if the process has ended
	 */
	boolean hasOption(String option) throws IOException {
		return Stream.of(Files.readString(file("cmdline")).split("\0")).anyMatch((word) -> word.startsWith(option));
	}

	/**
	 * Return the resident memory.
	 * @return bytes
	 * @throws IOException if the process has ended
	 */
	long residentBytes() throws IOException {
		return bytes("status", "VmRSS:");
	}

	/**
	 * Return the memory in more detail, which takes the kernel longer.
	 * @return the memory
	 * @throws IOException if the process has ended
	 */
	ProcessMemory memory() throws IOException {
		return new ProcessMemory(bytes("smaps_rollup", "Pss:"), bytes("smaps_rollup", "Rss:"),
				bytes("smaps_rollup", "Private_"));
	}

	private long bytes(String file, String line) throws IOException {
		try (Stream<String> lines = Files.lines(file(file))) {
			return lines.filter((candidate) -> candidate.startsWith(line))
				.mapToLong((candidate) -> Long.parseLong(candidate.replaceAll("\\D", "")) * 1024)
				.sum();
		}
	}

	private Path file(String name) {
		return Path.of("/proc", Long.toString(this.pid), name);
	}

}
