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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Chooses the options that make a child the same program as its parent: system
 * properties, modules, assertions. Memory sizes, agents and debuggers are the parent's
 * own.
 */
final class InheritedOptions {

	// properties of the parent alone: two processes cannot listen on the same JMX port, a
	// main module would replace the main class, and test tools tell their own processes
	private static final Pattern OPTION = Pattern
		.compile("-D(?!com\\.sun\\.management\\.|java\\.rmi\\.server\\.hostname|jdk\\.module\\.|surefire\\.|jacoco).*"
				+ "|--.*|-(ea|da|enableassertions|disableassertions)(:.*)?"
				+ "|-(esa|dsa|enablesystemassertions|disablesystemassertions)", Pattern.DOTALL);

	private InheritedOptions() {
	}

	/**
	 * Return which options a child inherits.
	 * @param arguments the options of the parent
	 * @return those of the child
	 */
	static List<String> of(List<String> arguments) {
		List<String> inherited = new ArrayList<>();
		boolean valueFollows = false;
		for (String argument : arguments) {
			boolean isOption = OPTION.matcher(argument).matches();
			if (isOption || (valueFollows && !argument.startsWith("-"))) {
				inherited.add(argument);
			}
			valueFollows = isOption && argument.startsWith("--") && !argument.contains("=");
		}
		return inherited;
	}

}
