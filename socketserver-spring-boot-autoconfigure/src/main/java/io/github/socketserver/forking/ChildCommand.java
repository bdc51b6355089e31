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
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts children: processes that run another main class of the program that runs in this
 * process. One command starts any number of them.
 */
final class ChildCommand {

	private static final String COLLECTOR = "-XX:+UseSerialGC";

	/**
	 * A child is to start fast and to be small.
	 */
	private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
			"-XX:-UsePerfData",
			// else the JDK looks for one in each jar of the class path
			"-Djava.nio.channels.spi.SelectorProvider=" + SelectorProvider.provider().getClass().getName());

	/**
	 * For one request it does not pay to compile much: that took a seventh of the
	 * processor time of a child. The property is for JDK 22 and later, where reflection
	 * makes classes otherwise.
	 */
	private static final List<String> ONE_REQUEST_OPTIONS = List.of("-XX:CompileThresholdScaling=5",
			"-Djdk.reflect.useNativeAccessorOnly=true");

	/**
	 * They would add what is the parent's own, such as a debugger.
	 */
	private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
			"CLASSPATH");

	private final String java;

	private final ArgumentFile arguments;

	private final List<String> jvmOptions;

	private final String mainClass;

	private final ClassArchive archive;

	private ChildCommand(String java, ArgumentFile arguments, List<String> jvmOptions, String mainClass,
			ClassArchive archive) {
		this.java = java;
		this.arguments = arguments;
		this.jvmOptions = List.copyOf(jvmOptions);
		this.mainClass = mainClass;
		this.archive = archive;
	}

	/**
	 * Make a command that starts a class of this program.
	 * @param mainClass the class
	 * @param options how many requests a child serves, and what the user wants to give to
	 * the virtual machine, which wins over all others
	 * @param folder the private folder for the file with arguments
	 * @return the command
	 * @throws IOException if this file cannot be written
	 * @throws IllegalStateException if the program cannot be started again
	 */
	static ChildCommand of(String mainClass, ForkingOptions options, ChildFolder folder) throws IOException {
		return of(mainClass, options, folder.path(), ParentJvm.current());
	}

	static ChildCommand of(String mainClass, ForkingOptions options, Path folder, ParentJvm parent) throws IOException {
		List<String> jvmOptions = options.jvmOptions();
		ProgramClassPath classPath = ProgramClassPath.of(parent);
		List<String> arguments = new ArrayList<>(OPTIONS);
		if (jvmOptions.stream().noneMatch(ChildCommand::choosesCollector)) {
			arguments.add(COLLECTOR);
		}
		if (options.requestsPerChild() == 1) {
			arguments.addAll(ONE_REQUEST_OPTIONS);
		}
		arguments.addAll(InheritedOptions.of(parent.arguments()));
		arguments.addAll(classPath.options(mainClass));
		return new ChildCommand(new File(parent.javaHome(), "bin" + File.separator + "java").toString(),
				new ArgumentFile(folder, arguments, parent.encoding()), jvmOptions, classPath.launched(mainClass),
				new ClassArchive(folder,
						classPath.isArchivable() && jvmOptions.stream().noneMatch(ChildCommand::preventsArchive),
						Runtime.version().feature()));
	}

	// the virtual machine does not start with two of them
	private static boolean choosesCollector(String option) {
		return option.matches("-XX:\\+Use\\w+GC");
	}

	// it is the user's choice, or a debugger, with which there can be no AOT cache
	private static boolean preventsArchive(String option) {
		return option
			.matches("-Xshare:.*|-XX:(SharedArchiveFile|ArchiveClassesAtExit|AOT\\w+)=.*|-XX:.AutoCreateSharedArchive"
					+ "|-(agentlib:|Xrun)jdwp.*");
	}

	/**
	 * Return the archive that the children share.
	 * @return the archive
	 */
	ClassArchive archive() {
		return this.archive;
	}

	/**
	 * Prepare the start of a child.
	 * @return what starts it, with one stream for its output and its errors
	 * @throws IOException if its arguments cannot be written
	 */
	ProcessBuilder newProcess() throws IOException {
		return newProcess(this.archive.options());
	}

	/**
	 * Prepare the start of a process that makes the archive.
	 * @param step what it does for that
	 * @return what starts it; what its virtual machine prints would mean nothing to
	 * anybody
	 * @throws IOException if its arguments cannot be written
	 */
	ProcessBuilder newArchiver(List<String> step) throws IOException {
		return newProcess(step).redirectOutput(Redirect.DISCARD);
	}

	private ProcessBuilder newProcess(List<String> options) throws IOException {
		List<String> command = new ArrayList<>(List.of(this.java, this.arguments.argument()));
		command.addAll(options);
		command.addAll(this.jvmOptions);
		command.add(this.mainClass);
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
		VARIABLES.forEach(process.environment()::remove);
		return process;
	}

}
