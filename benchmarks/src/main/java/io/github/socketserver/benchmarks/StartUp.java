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

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An application whose start is measured: with fewer or more of the starter's jars.
 */
enum StartUp {

	/** Boot and nothing else. */
	BARE("bare Boot application", "startup.bare.BareApplication", "socketserver-.*|" + Jars.METRICS),

	/** Boot and its starter for meters, which ours brings along. */
	METRICS("with Boot's starter for meters", "startup.bare.BareApplication", "socketserver-.*"),

	/** Our starter and one server. */
	SERVER("with our starter and one server", "startup.server.ServerApplication", "");

	private final String title;

	private final String type;

	private final Predicate<String> hidden;

	StartUp(String title, String type, String hiddenJars) {
		this.title = title;
		this.type = type;
		this.hidden = Pattern.compile(hiddenJars).asMatchPredicate();
	}

	String title() {
		return this.title;
	}

	String type() {
		return this.type;
	}

	boolean sees(String jar) {
		return !this.hidden.test(jar);
	}

	private static final class Jars {

		private static final String METRICS = "(spring-boot-starter-micrometer-|spring-boot-micrometer-|micrometer-core-"
				+ "|HdrHistogram-).*";

	}

}
