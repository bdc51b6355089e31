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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where and how a run took place.
 *
 * @param facts what is told of it, in order
 * @param quick whether the figures mean nothing
 */
record Environment(Map<String, String> facts, boolean quick) {

	private static final Pattern LIBRARY = Pattern.compile(
			"(netty-handler|reactor-netty-core|vertx-core|spring-integration-ip|spring-boot|spring-core)-(\\d.*)\\.jar");

	static Environment of(Settings settings, long seconds) throws IOException {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
		facts.put("processors", "%d, %s".formatted(Runtime.getRuntime().availableProcessors(), processor()));
		facts.put("kernel", "Linux " + System.getProperty("os.version"));
		facts.put("JVM", "%s %s, %s".formatted(System.getProperty("java.vm.name"),
				System.getProperty("java.runtime.version"), Workshop.flags()));
		facts.put("libraries", libraries(Files.readString(settings.module().resolve("target/classpath"))));
		facts.put("slices", "%d rounds of %d ms, and one before that is not counted".formatted(settings.rounds(),
				settings.millis()));
		facts.put("duration", seconds + " s");
		return new Environment(facts, settings.quick());
	}

	private static String processor() throws IOException {
		return Files.readAllLines(Path.of("/proc/cpuinfo"))
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).trim())
			.findFirst()
			.orElse(System.getProperty("os.arch"));
	}

	private static String libraries(String classPath) {
		StringBuilder libraries = new StringBuilder();
		for (String jar : classPath.split(File.pathSeparator)) {
			var matcher = LIBRARY.matcher(Path.of(jar.trim()).getFileName().toString());
			if (matcher.matches()) {
				libraries.append(libraries.isEmpty() ? "" : ", ")
					.append(matcher.group(1))
					.append(' ')
					.append(matcher.group(2));
			}
		}
		return libraries.toString();
	}

}
