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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Properties;

/**
 * The main class of a process that says what it was started with. It needs nothing but
 * the JDK.
 */
public final class ReportProgram {

	private ReportProgram() {
	}

	/**
	 * Write a report to the standard output.
	 * @param arguments none
	 * @throws IOException if it cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		Properties report = new Properties();
		System.getProperties().forEach((name, value) -> report.put("property." + name, value.toString()));
		System.getenv().forEach((name, value) -> report.put("variable." + name, value));
		add("argument.", ManagementFactory.getRuntimeMXBean().getInputArguments(), report);
		add("collector.",
				ManagementFactory.getGarbageCollectorMXBeans().stream().map((bean) -> bean.getName()).toList(), report);
		report.store(System.out, null);
	}

	private static void add(String prefix, List<String> values, Properties report) {
		for (int i = 0; i < values.size(); i++) {
			report.put(prefix + i, values.get(i));
		}
	}

}
