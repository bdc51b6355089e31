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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassArchive}.
 */
class ClassArchiveTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void childrenOfAProgramInJarsComeToUseAnArchive(@TempDir Path temporary) throws Exception {
		String classPath = jars(Files.createDirectory(temporary.resolve("jars")));
		Path folder = Files.createDirectory(temporary.resolve("tmp"));
		try (ServerProcess server = ServerProcess.start(folder, classPath, List.of(), MappedArchive.class, "1")) {
			assertThat(ask(server)).isEqualTo("false");
			Eventually.until(() -> ask(server).equals("true"));
			assertThat(server.printed()).noneMatch((line) -> line.contains("[warning]"));
		}
	}

	@Test
	void childrenOfAProgramInFoldersHaveNoArchive(@TempDir Path folder) {
		ClassArchive archive = new ClassArchive(folder, false);
		assertThat(archive.isWanted()).isFalse();
		assertThat(archive.options()).isEmpty();
	}

	@Test
	void archiveThatCouldNotBeMadeIsNotUsed(@TempDir Path folder) throws IOException {
		ClassArchive archive = new ClassArchive(folder, true);
		assertThat(archive.isWanted()).isTrue();
		assertThat(archive.makingOptions()).contains("-XX:ArchiveClassesAtExit=" + folder.resolve("classes.jsa"));
		Files.createFile(folder.resolve("classes.jsa"));
		assertThat(archive.options()).as("while it is being made").isEmpty();
		Files.delete(folder.resolve("classes.jsa"));
		archive.made();
		assertThat(archive.options()).isEmpty();
		assertThat(archive.isWanted()).isFalse();
	}

	private static String ask(ServerProcess server) throws IOException {
		try (StreamClient client = server.connect()) {
			client.shutdownOutput();
			return new String(client.receiveAll(), StandardCharsets.UTF_8);
		}
	}

	private static String jars(Path folder) throws IOException {
		List<String> jars = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			if (Files.isDirectory(path)) {
				jars.add(jar(path, folder.resolve(jars.size() + ".jar")).toString());
			}
			else if (Files.exists(path)) {
				jars.add(entry);
			}
		}
		return String.join(File.pathSeparator, jars);
	}

	private static Path jar(Path classes, Path target) throws IOException {
		try (OutputStream file = Files.newOutputStream(target);
				JarOutputStream jar = new JarOutputStream(file);
				Stream<Path> all = Files.walk(classes)) {
			for (Path path : all.filter(Files::isRegularFile).toList()) {
				jar.putNextEntry(new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, jar);
				jar.closeEntry();
			}
		}
		return target;
	}

	/**
	 * Tells whether an archive is part of the memory of its process.
	 */
	static final class MappedArchive implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			boolean mapped = Files.readAllLines(Path.of("/proc/self/maps"))
				.stream()
				.anyMatch((line) -> line.matches(".*/socketserver-[^/]+/classes\\.jsa"));
			request.output().write(String.valueOf(mapped));
		}

	}

}
