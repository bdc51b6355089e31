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
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a {@link ReportProgram} says of itself: its properties, options and variables.
 */
final class ChildReport {

	private final Properties content = new Properties();

	private ChildReport() {
	}

	/**
	 * Let a process run to its end.
	 * @param builder what starts the process
	 * @return what it has said
	 * @throws IOException if it cannot be started
	 */
	static ChildReport of(ProcessBuilder builder) throws IOException {
		Process process = builder.start();
		process.outputWriter().close();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.onExit().join().exitValue()).as(text).isZero();
			return of(text);
		}
	}

	/**
	 * Parse what a process has said, which is to be nothing else.
	 * @param text the text
	 * @return what it has said
	 * @throws IOException if it cannot be parsed
	 */
	static ChildReport of(String text) throws IOException {
		ChildReport report = new ChildReport();
		report.content.load(new StringReader(text));
		assertThat(report.content.stringPropertyNames()).as(text)
			.allMatch((name) -> name.matches("(?s)(property|argument|variable|collector)\\..*"));
		return report;
	}

	@Nullable String property(String name) {
		return this.content.getProperty("property." + name);
	}

	@Nullable String variable(String name) {
		return this.content.getProperty("variable." + name);
	}

	List<String> arguments() {
		return all("argument.");
	}

	List<String> garbageCollectors() {
		return all("collector.");
	}

	private List<String> all(String prefix) {
		List<String> values = new ArrayList<>();
		while (this.content.containsKey(prefix + values.size())) {
			values.add(this.content.getProperty(prefix + values.size()));
		}
		return values;
	}

}
