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
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.List;

/**
 * What this process was started with.
 *
 * @param javaHome the folder of the Java runtime
 * @param classPath the class path, with wildcards expanded by the launcher
 * @param directory what relative paths in it are relative to
 * @param arguments the options of the virtual machine, also those of environment
 * variables and argument files
 * @param encoding how the launcher reads bytes in its arguments
 */
record ParentJvm(File javaHome, String classPath, File directory, List<String> arguments, Charset encoding) {

	/**
	 * Return what is known of this process.
	 * @return what it was started with
	 * @throws IllegalStateException if it does not run in a Java runtime
	 */
	static ParentJvm current() {
		String javaHome = System.getProperty("java.home");
		if (javaHome == null) {
			throw new IllegalStateException("Child processes cannot be started, because this program does not run in "
					+ "a Java runtime. Run it with 'java', or choose another concurrency");
		}
		return new ParentJvm(new File(javaHome), System.getProperty("java.class.path", ""),
				new File(System.getProperty("user.dir")), ManagementFactory.getRuntimeMXBean().getInputArguments(),
				Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
	}

}
