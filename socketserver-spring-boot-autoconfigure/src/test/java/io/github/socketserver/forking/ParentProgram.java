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

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The main class of a process that starts one child, which reports to a file.
 */
public final class ParentProgram {

	private ParentProgram() {
	}

	/**
	 * Start a child and wait for its end.
	 * @param arguments the file and the options for the child
	 * @throws IOException if it cannot be started
	 */
	public static void main(String[] arguments) throws IOException {
		List<String> jvmOptions = Arrays.asList(arguments).subList(1, arguments.length);
		int exitValue;
		try (ChildFolder folder = ChildFolder.create()) {
			ChildCommand command = ChildCommand.of(ReportProgram.class.getName(),
					ForkingOptions.builder().jvmOptions(jvmOptions).build(), folder);
			exitValue = command.newProcess().redirectOutput(new File(arguments[0])).start().onExit().join().exitValue();
		}
		System.exit(exitValue);
	}

}
