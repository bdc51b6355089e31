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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.util.FileSystemUtils;

/**
 * Makes the commands of all processes. All JVMs get the same flags.
 */
final class Workshop implements AutoCloseable {

	private static final String PACKAGE = "io.github.socketserver.benchmarks.";

	/** In ranges that the kernel does not give to clients. */
	private static final int FIRST_PORT = 20_000;

	private static final int PATIENCE_SECONDS = 10;

	private static final List<String> JVM_FLAGS = List.of("-Xmx512m", "-XX:+UseSerialGC");

	private final Settings settings;

	private final Path directory;

	private volatile boolean closed;

	Workshop(Settings settings) throws IOException {
		this.settings = settings;
		this.directory = Files.createTempDirectory("benchmarks");
	}

	static String flags() {
		return String.join(" ", JVM_FLAGS);
	}

	int firstPort(Contestant contestant) {
		return FIRST_PORT + 10 * contestant.ordinal();
	}

	String path(Contestant contestant) {
		return this.directory.resolve(contestant.id() + ".sock").toString();
	}

	/**
	 * Start the load generator: the light one, or the one that needs no compiler.
	 * @param figures told which
	 * @return its process
	 * @throws IOException if it cannot be started
	 */
	BackgroundProcess load(Figures figures) throws IOException {
		try {
			return start("load", List.of(compiled("load_generator")));
		}
		catch (IOException ex) {
			figures.skip("load generator in C, the one in Java takes its place", String.valueOf(ex.getMessage()));
			return start("load", java(benchmarkClassPath(), "load.LoadGenerator"));
		}
	}

	/**
	 * Start a server and wait until it is ready.
	 * @param contestant which
	 * @return its process
	 * @throws IOException if it cannot be started; the message says why
	 */
	BackgroundProcess start(Contestant contestant) throws IOException {
		Files.deleteIfExists(Path.of(path(contestant)));
		BackgroundProcess process = start(contestant.id(), command(contestant));
		process.await("READY");
		return process;
	}

	/**
	 * Start a server for the part about children and wait until it is ready. One of ours
	 * has the class path of users: jars, and no more of them than the starter brings.
	 * @param contestant which
	 * @param profile which handler it has
	 * @param archivable whether its children may share an archive of their classes, which
	 * they cannot if there is a folder on the class path
	 * @return its process
	 * @throws IOException if it cannot be started; the message says why
	 */
	BackgroundProcess start(Contestant contestant, String profile, boolean archivable) throws IOException {
		if (!contestant.isOurs()) {
			return start(contestant);
		}
		Path folder = Files.createDirectories(this.directory.resolve("empty"));
		String classPath = this.settings.module().resolve("target/benchmarks.jar") + File.pathSeparator
				+ starterClassPath();
		List<String> command = ours(contestant, archivable ? classPath : classPath + File.pathSeparator + folder,
				contestant.arguments() + "," + profile);
		// the folders of its children are removed with that of this run, whatever happens
		command.add(1, "-Djava.io.tmpdir=" + this.directory);
		BackgroundProcess process = start(contestant.id(), command);
		process.await("READY");
		process.readOutput();
		return process;
	}

	private BackgroundProcess start(String name, List<String> command) throws IOException {
		if (this.closed) {
			throw new IOException("the run has ended");
		}
		return new BackgroundProcess(command, this.directory, this.directory.resolve(name + ".log"));
	}

	private List<String> command(Contestant contestant) throws IOException {
		String port = Integer.toString(firstPort(contestant));
		List<String> words = List.of(contestant.arguments().split(" "));
		List<String> command = switch (contestant.kind()) {
			case OURS -> ours(contestant, benchmarkClassPath(), contestant.arguments());
			case JAVA -> java(benchmarkClassPath(), "peers." + words.get(0));
			case C -> List.of(compiled("echo_server"));
			case PYTHON -> List.of("python3", source("python/echo_server.py"), words.get(0));
		};
		if (contestant.isOurs()) {
			return command;
		}
		List<String> all = new ArrayList<>(command);
		all.addAll((contestant.kind() == Contestant.Kind.JAVA) ? words.subList(1, words.size()) : List.of());
		all.addAll(List.of(port, path(contestant)));
		return all;
	}

	private List<String> ours(Contestant contestant, String classPath, String profiles) {
		int port = firstPort(contestant);
		List<String> command = java(classPath, "ours.BenchmarkApplication");
		command.addAll(List.of("--spring.profiles.active=" + profiles, "--benchmark.port=" + port,
				"--benchmark.port.lines=" + (port + 1), "--benchmark.port.frames=" + (port + 2),
				"--benchmark.port.slow-1=" + (port + 3), "--benchmark.port.slow-50=" + (port + 4),
				"--benchmark.port.datagram=" + (port + 5), "--benchmark.path=" + path(contestant)));
		return command;
	}

	private String compiled(String name) throws IOException {
		Path program = this.directory.resolve(name);
		if (!Files.exists(program)) {
			List<String> command = List.of("cc", "-O2", "-pthread", "-o", program.toString(),
					source("c/" + name + ".c"));
			try (BackgroundProcess compiler = start("cc", command)) {
				compiler.awaitEnd();
			}
		}
		return program.toString();
	}

	private String source(String file) {
		return this.settings.module().resolve("src/main").resolve(file).toString();
	}

	private List<String> java(String classPath, String type) {
		List<String> command = new ArrayList<>(List.of(this.settings.java()));
		command.addAll(JVM_FLAGS);
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, PACKAGE + type));
		return command;
	}

	private String benchmarkClassPath() throws IOException {
		return classes() + File.pathSeparator + Files.readString(this.settings.module().resolve("target/classpath"));
	}

	/**
	 * Ask a JVM something.
	 * @param pid its process
	 * @param command the command
	 * @return its answer
	 * @throws IOException if it does not answer
	 */
	String jcmd(long pid, String command) throws IOException {
		Path java = Path.of(this.settings.java());
		String jcmd = (java.getParent() != null) ? java.resolveSibling("jcmd").toString() : "jcmd";
		try (BackgroundProcess process = start("jcmd", List.of(jcmd, Long.toString(pid), command))) {
			return process.everything();
		}
	}

	private String starterClassPath() throws IOException {
		Path starter = this.settings.module().resolveSibling("socketserver-spring-boot-starter");
		return Files.readString(starter.resolve("target/classpath"));
	}

	private Path classes() {
		return this.settings.module().resolve("target/classes");
	}

	/**
	 * Start an application without load.
	 * @param type its class
	 * @param jars which jars of the starter it may see
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if there is no such program
	 */
	BackgroundProcess application(String type, Predicate<String> jars, String... arguments) throws IOException {
		String[] classPath = starterClassPath().split(File.pathSeparator);
		String visible = Arrays.stream(classPath)
			.filter((jar) -> jars.test(Path.of(jar).getFileName().toString()))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = java(classes() + File.pathSeparator + visible, type);
		command.add("--spring.config.name=startup");
		command.addAll(Arrays.asList(arguments));
		return start(type, command);
	}

	/**
	 * End all processes that are left, and remove the folder. The end of a run does so
	 * however it comes.
	 */
	@Override
	public void close() {
		this.closed = true;
		List<ProcessHandle> processes = ProcessHandle.current().children().toList();
		processes.forEach(ProcessHandle::destroy);
		for (ProcessHandle process : processes) {
			process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
			process.destroyForcibly();
		}
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

}
