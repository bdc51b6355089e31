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

package io.github.socketserver.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application prints that does not start.
 *
 * @param description what is wrong
 * @param action the remedy
 */
record StartupFailure(String description, String action) {

	private static final Pattern REPORT = Pattern.compile(
			"APPLICATION FAILED TO START\\R\\*+\\R\\RDescription:\\R\\R(.*)\\R\\RAction:\\R\\R(.*)\\R", Pattern.DOTALL);

	/**
	 * Start an application that is expected to fail.
	 * @param output what it prints
	 * @param properties its properties, as {@code key=value}
	 * @return the failure
	 */
	static StartupFailure start(CapturedOutput output, String... properties) {
		assertThatException().isThrownBy(
				() -> SpringApplication.run(SocketHandlers.class, SocketApplication.arguments(properties)).close());
		return of(output.getAll());
	}

	static StartupFailure of(String output) {
		Matcher report = REPORT.matcher(output);
		assertThat(report.find()).as(output).isTrue();
		return new StartupFailure(report.group(1).strip(), report.group(2).strip());
	}

	/**
	 * The origin of a property as it is part of a description.
	 * @param key the key as it was spelled
	 * @return the origin
	 */
	static String origin(String key) {
		return "\"%s\" from property source \"commandLineArgs\"".formatted(key);
	}

}
