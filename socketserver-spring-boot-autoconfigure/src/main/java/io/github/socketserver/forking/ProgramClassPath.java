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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The class path of the program, for a process that starts another of its classes.
 */
final class ProgramClassPath {

	private static final String LAUNCHERS = "org.springframework.boot.loader.";

	private static final String LAUNCHER = LAUNCHERS + "launch.PropertiesLauncher";

	private static final String LAUNCHER_OF_WARS = LAUNCHERS + "launch.WarLauncher";

	private final List<File> entries;

	private final Attributes manifest;

	private ProgramClassPath(List<File> entries, Attributes manifest) {
		this.entries = entries;
		this.manifest = manifest;
	}

	/**
	 * Return the class path of this program.
	 * @param parent what this process was started with
	 * @return the class path
	 * @throws IOException if it is a jar that cannot be read
	 * @throws IllegalStateException if it is empty
	 */
	static ProgramClassPath of(ParentJvm parent) throws IOException {
		if (parent.classPath().isEmpty()) {
			throw new IllegalStateException("Child processes cannot be started, because this program has no class path "
					+ "(property 'java.class.path'). Start it with -cp or -jar, not as a module with -m, "
					+ "or choose another concurrency");
		}
		List<File> entries = Arrays.stream(parent.classPath().split(File.pathSeparator, -1))
			.map((entry) -> new File(entry).isAbsolute() ? new File(entry) : new File(parent.directory(), entry))
			.toList();
		return new ProgramClassPath(entries, manifestOf(entries));
	}

	// with a single jar, the program may have been started with -jar, which heeds the
	// manifest; -cp does not
	private static Attributes manifestOf(List<File> entries) throws IOException {
		if (entries.size() > 1 || !entries.get(0).isFile()) {
			return new Attributes();
		}
		try (JarFile jar = new JarFile(entries.get(0))) {
			Manifest manifest = jar.getManifest();
			return (manifest != null) ? manifest.getMainAttributes() : new Attributes();
		}
	}

	/**
	 * Return the options that let a process find a class of this program.
	 * @param mainClass the class that it starts
	 * @return the options
	 */
	List<String> options(String mainClass) {
		List<String> options = new ArrayList<>();
		addManifestOptions("Add-Opens", "--add-opens=%s=ALL-UNNAMED", options);
		addManifestOptions("Add-Exports", "--add-exports=%s=ALL-UNNAMED", options);
		if (Runtime.version().feature() >= 22) {
			addManifestOptions("Enable-Native-Access", "--enable-native-access=%s", options);
		}
		if (isExecutable()) {
			options.add("-Dloader.main=" + mainClass);
		}
		if (LAUNCHER_OF_WARS.equals(mainClass())) {
			options.add("-Dloader.path=WEB-INF/classes/,WEB-INF/lib/,WEB-INF/lib-provided/");
		}
		options.add("-cp");
		options.add(this.entries.stream().map(File::toString).collect(Collectors.joining(File.pathSeparator)));
		return options;
	}

	private void addManifestOptions(String attribute, String option, List<String> options) {
		String value = this.manifest.getValue(attribute);
		if (value != null) {
			for (String one : value.strip().split(" +")) {
				options.add(option.formatted(one));
			}
		}
	}

	/**
	 * Return which class the launcher is to start.
	 * @param mainClass the class that is meant
	 * @return this class, or the one of Spring Boot that starts it from an executable jar
	 */
	String launched(String mainClass) {
		return isExecutable() ? LAUNCHER : mainClass;
	}

	/**
	 * Return whether the virtual machine can make an archive of the classes: not of those
	 * in folders, nor in jars inside of a jar.
	 * @return whether all entries are jars
	 */
	boolean isArchivable() {
		return !isExecutable() && this.entries.stream().allMatch(File::isFile);
	}

	private boolean isExecutable() {
		String main = mainClass();
		return main != null && main.startsWith(LAUNCHERS);
	}

	private @Nullable String mainClass() {
		return this.manifest.getValue(Attributes.Name.MAIN_CLASS);
	}

}
