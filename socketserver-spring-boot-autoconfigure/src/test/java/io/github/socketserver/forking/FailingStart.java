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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

/**
 * The program of children that end at once while a file is missing.
 */
public final class FailingStart {

	private static final String GATE = "failing.start.gate";

	private FailingStart() {
	}

	static ChildProgram program(Class<? extends Handler<Request>> handlerType) {
		return new ChildProgram(FailingStart.class.getName(), ChildMain.program(handlerType.getName()).parameters());
	}

	/**
	 * Return the options of such children.
	 * @param gate the file
	 * @return the options
	 */
	static List<String> options(Path gate) {
		return List.of("-D" + GATE + "=" + gate);
	}

	/**
	 * Fail, or do what other children do.
	 * @param arguments none
	 * @throws Exception if there is no such handler
	 */
	public static void main(String[] arguments) throws Exception {
		if (Files.notExists(Path.of(System.getProperty(GATE)))) {
			System.out.println("not yet");
			System.exit(7);
		}
		ChildMain.main(arguments);
	}

}
