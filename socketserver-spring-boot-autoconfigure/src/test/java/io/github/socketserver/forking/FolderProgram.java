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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process that makes private folders as told.
 */
public final class FolderProgram implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private FolderProgram(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Start a process.
	 * @param temporary its folder for temporary files
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static FolderProgram run(Path temporary) throws IOException {
		// without logback, which would log to the standard output
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((jar) -> !jar.contains("logback"))
			.collect(Collectors.joining(File.pathSeparator));
		return new FolderProgram(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djava.io.tmpdir=" + temporary, "-cp", classPath, FolderProgram.class.getName())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start());
	}

	/**
	 * Let the process make a folder, which it closes when it is told the next time.
	 * @return the folder
	 * @throws IOException if the process does not answer
	 */
	Path create() throws IOException {
		tell("create");
		return Path.of(answer());
	}

	void tell(String command) throws IOException {
		this.process.outputWriter().write(command + "\n");
		this.process.outputWriter().flush();
	}

	String answer() throws IOException {
		return this.answers.readLine();
	}

	/**
	 * Kill the process, as with SIGKILL.
	 * @throws InterruptedException if interrupted
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws IOException {
		this.process.outputWriter().close();
		this.process.onExit().join();
	}

	/**
	 * Make a folder for each "create", and many in a row for a number.
	 * @param arguments none
	 * @throws IOException if a folder cannot be made
	 */
	public static void main(String[] arguments) throws IOException {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		ChildFolder folder = null;
		String command = commands.readLine();
		while (command != null) {
			if (folder != null) {
				folder.close();
				folder = null;
			}
			if (command.equals("create")) {
				folder = ChildFolder.create();
				System.out.println(folder.path());
			}
			else if (!command.isEmpty()) {
				System.out.println(createRepeatedly(List.of(Path.of(System.getProperty("java.io.tmpdir"))),
						Integer.parseInt(command)));
			}
			command = commands.readLine();
		}
		if (folder != null) {
			folder.close();
		}
	}

	/**
	 * Make folders and close them.
	 * @param parents where to make them
	 * @param times how many
	 * @return how many of them somebody else has touched
	 */
	static int createRepeatedly(List<Path> parents, int times) {
		int lost = 0;
		for (int i = 0; i < times; i++) {
			try (ChildFolder folder = ChildFolder.create(parents)) {
				Files.writeString(folder.socket(i), "");
				if (!Files.exists(folder.path().resolve(ChildFolder.LOCK))) {
					lost++;
				}
			}
			catch (IOException ex) {
				lost++;
			}
		}
		return lost;
	}

}
