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

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import org.apache.commons.logging.LogFactory;

import io.github.socketserver.server.InvalidServerOptionException;

/**
 * Writes {@link ParentProgram} to a jar or a war, as the plugins of Spring Boot do: with
 * Boot's loader, the program's own classes, and jars in the jar.
 */
final class ExecutableArchive {

	private static final String LOADER = "META-INF/loader/spring-boot-loader.jar";

	private final String folder;

	private final String launcher;

	private ExecutableArchive(String folder, String launcher) {
		this.folder = folder;
		this.launcher = launcher;
	}

	static ExecutableArchive jar() {
		return new ExecutableArchive("BOOT-INF/", "JarLauncher");
	}

	static ExecutableArchive war() {
		return new ExecutableArchive("WEB-INF/", "WarLauncher");
	}

	/**
	 * Write the archive.
	 * @param file where
	 * @param attributes more attributes for its manifest
	 * @throws IOException if it cannot be written
	 */
	void write(Path file, Map<String, String> attributes) throws IOException {
		Manifest manifest = new Manifest();
		Attributes main = manifest.getMainAttributes();
		main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
		main.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch." + this.launcher);
		main.putValue("Start-Class", ParentProgram.class.getName());
		attributes.forEach(main::putValue);
		try (JarOutputStream archive = new JarOutputStream(Files.newOutputStream(file), manifest)) {
			copyLoader(archive);
			archive.putNextEntry(new JarEntry(this.folder + "classes/"));
			writeClasses(ParentProgram.class, this.folder + "classes/", archive);
			archive.putNextEntry(new JarEntry(this.folder + "lib/"));
			writeLibrary("lib/program.jar", jar(ChildCommand.class, InvalidServerOptionException.class), archive);
			writeLibrary("lib/commons-logging.jar", Files.readAllBytes(location(LogFactory.class)), archive);
		}
	}

	/**
	 * Write the same as jars to be used without a loader.
	 * @param folder where
	 * @throws IOException if they cannot be written
	 */
	static void writeLibraries(Path folder) throws IOException {
		Files.write(folder.resolve("program.jar"),
				jar(ParentProgram.class, ChildCommand.class, InvalidServerOptionException.class));
		Files.copy(location(LogFactory.class), folder.resolve("commons-logging.jar"));
	}

	private static byte[] jar(Class<?>... classes) throws IOException {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		try (JarOutputStream jar = new JarOutputStream(content)) {
			for (Class<?> one : classes) {
				writeClasses(one, "", jar);
			}
		}
		return content.toByteArray();
	}

	private static void copyLoader(JarOutputStream archive) throws IOException {
		try (InputStream jar = ExecutableArchive.class.getClassLoader().getResourceAsStream(LOADER);
				JarInputStream loader = new JarInputStream(jar)) {
			JarEntry entry = loader.getNextJarEntry();
			while (entry != null) {
				archive.putNextEntry(new JarEntry(entry.getName()));
				loader.transferTo(archive);
				entry = loader.getNextJarEntry();
			}
		}
	}

	private static void writeClasses(Class<?> one, String prefix, JarOutputStream archive) throws IOException {
		Path root = location(one);
		try (Stream<Path> files = Files.list(root.resolve(one.getPackageName().replace('.', File.separatorChar)))) {
			for (Path file : files.toList()) {
				archive.putNextEntry(new JarEntry(prefix + root.relativize(file).toString().replace('\\', '/')));
				Files.copy(file, archive);
			}
		}
	}

	// jars in the jar are not compressed
	private void writeLibrary(String name, byte[] content, JarOutputStream archive) throws IOException {
		JarEntry entry = new JarEntry(this.folder + name);
		CRC32 checksum = new CRC32();
		checksum.update(content);
		entry.setCrc(checksum.getValue());
		entry.setSize(content.length);
		entry.setMethod(ZipEntry.STORED);
		archive.putNextEntry(entry);
		archive.write(content);
	}

	private static Path location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
