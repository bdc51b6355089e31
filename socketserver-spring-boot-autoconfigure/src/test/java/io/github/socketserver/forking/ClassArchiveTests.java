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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassArchive}.
 */
class ClassArchiveTests {

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@ValueSource(strings = { "-Dof.parent=any", "--enable-native-access=ALL-UNNAMED" })
	@EnabledOnOs(OS.LINUX)
	void childrenOfAProgramInJarsComeToUseAnArchiveAndPrintNothing(String option) throws Exception {
		try (ServerProcess server = start(List.of(option))) {
			assertThat(ask(server)).isEqualTo("false");
			Eventually.until(() -> ask(server).equals("true"));
			assertThat(server.folders()).singleElement()
				.satisfies((folder) -> assertThat(folder).isDirectoryNotContaining("glob:**.aotconf"));
			assertThat(server.printed()).as("all of the parent")
				.allMatch((line) -> line.matches("port \\d+|child started|.* Server 'program' .*"));
		}
	}

	@ParameterizedTest
	@MethodSource("steps")
	void terminatedParentEndsTheMakingOfAnArchive(String step) throws Exception {
		try (ServerProcess server = start(List.of())) {
			ProcessHandle archiver = archiver(server, step);
			server.process().destroy();
			assertThat(server.process().waitFor()).isEqualTo(143);
			Eventually.until(() -> !archiver.isAlive());
			assertThat(server.folders()).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource("steps")
	void makingOfAnArchiveDoesNotOutliveAKilledParentForLong(String step) throws Exception {
		try (ServerProcess server = start(List.of())) {
			ProcessHandle archiver = archiver(server, step);
			server.process().destroyForcibly();
			assertThat(server.process().waitFor()).isEqualTo(137);
			Eventually.until(() -> !archiver.isAlive());
			assertThat(server.folders()).hasSize(1);
		}
		try (ServerProcess server = start(List.of())) {
			assertThat(server.folders()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseZGC", "--patch-module=java.sql=none",
			"--limit-modules=java.management" })
	void childrenStartWithTheArchiveOrSilentlyWithoutOne(String option) throws Exception {
		ChildCommand command = command(List.of(option));
		make(command.archive(), command);
		assertThat(ChildReport.of(command.newProcess()).arguments()).contains(option);
	}

	@Test
	void childSilentlyStartsWithAnArchiveThatItCannotUse() throws Exception {
		ChildCommand command = command(List.of());
		make(command.archive(), command);
		Path archive = Path.of(command.archive().options().get(0).replaceFirst(".*=", ""));
		Files.write(archive, new byte[(int) Files.size(archive)]);
		ChildReport.of(command.newProcess());
		Files.write(archive, new byte[0]);
		ChildReport.of(command.newProcess());
		Files.delete(archive);
		assertThat(command.archive().options()).isEmpty();
	}

	@Test
	void childSilentlyStartsWithAnArchiveOfAnOlderJar() throws Exception {
		ChildCommand command = command(List.of());
		make(command.archive(), command);
		try (Stream<Path> jars = Files.list(this.temporary.resolve("jars"))) {
			for (Path jar : jars.toList()) {
				Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
			}
		}
		assertThat(command.archive().options()).isNotEmpty();
		ChildReport.of(command.newProcess());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xshare:auto", "-Xshare:off", "-XX:SharedArchiveFile=a.jsa",
			"-XX:ArchiveClassesAtExit=a.jsa", "-XX:+AutoCreateSharedArchive", "-XX:AOTCache=a.aot",
			"-XX:AOTCacheOutput=a.aot", "-XX:AOTMode=off", "-XX:AOTConfiguration=a.conf",
			"-agentlib:jdwp=transport=dt_socket", "-Xrunjdwp:transport=dt_socket" })
	void choiceOfTheUserPreventsTheArchive(String option) throws Exception {
		assertThat(command(List.of("-Xmx64m")).archive().isWanted()).isTrue();
		assertThat(command(List.of("-Xmx64m", option)).archive().isWanted()).isFalse();
	}

	@Test
	void childrenOfAProgramInFoldersHaveNoArchive() {
		ClassArchive archive = new ClassArchive(this.temporary, false, 25);
		assertThat(archive.isWanted()).isFalse();
		assertThat(archive.options()).isEmpty();
	}

	@Test
	void oneProcessMakesTheArchiveBeforeJava25() throws IOException {
		ClassArchive archive = new ClassArchive(this.temporary, true, 24);
		Path file = this.temporary.resolve("classes.jsa");
		assertThat(archive.isWanted()).isTrue();
		assertThat(archive.beginStep()).containsExactly("-XX:ArchiveClassesAtExit=" + file);
		Files.createFile(file);
		assertThat(archive.options()).as("while it is being made").isEmpty();
		assertThat(archive.isWanted()).isFalse();
		archive.endStep(true);
		assertThat(archive.isWanted()).isFalse();
		assertThat(archive.options()).containsExactly("-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off");
	}

	@Test
	void twoProcessesMakeTheCacheSinceJava25() throws IOException {
		ClassArchive archive = new ClassArchive(this.temporary, true, 25);
		Path recording = this.temporary.resolve("classes.aotconf");
		Path file = this.temporary.resolve("classes.aot");
		assertThat(archive.beginStep()).containsExactly("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording);
		assertThat(archive.isWanted()).isFalse();
		Files.createFile(recording);
		archive.endStep(true);
		assertThat(archive.isWanted()).isTrue();
		assertThat(archive.beginStep()).containsExactly("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording,
				"-XX:AOTCache=" + file);
		Files.createFile(file);
		assertThat(archive.options()).as("while it is being made").isEmpty();
		archive.endStep(true);
		assertThat(archive.isWanted()).isFalse();
		assertThat(archive.options()).containsExactly("-XX:AOTCache=" + file, "-Xlog:aot*=off,cds*=off");
		assertThat(recording).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(ints = { 17, 25 })
	void archiveThatCouldNotBeMadeIsNotUsed(int version) throws IOException {
		ClassArchive archive = new ClassArchive(this.temporary, true, version);
		archive.beginStep();
		for (String name : List.of("classes.jsa", "classes.aot", "classes.aotconf")) {
			Files.createFile(this.temporary.resolve(name));
		}
		archive.endStep(false);
		assertThat(archive.options()).isEmpty();
		assertThat(archive.isWanted()).isFalse();
		assertThat(this.temporary.resolve("classes.aotconf")).doesNotExist();
	}

	private static List<String> steps() {
		return (Runtime.version().feature() < 25) ? List.of("-XX:ArchiveClassesAtExit=")
				: List.of("-XX:AOTMode=record", "-XX:AOTMode=create");
	}

	private ServerProcess start(List<String> jvmOptions) throws IOException {
		Path folder = Files.createDirectories(this.temporary.resolve("tmp"));
		return ServerProcess.start(folder, jars(), jvmOptions, MappedArchive.class, "0");
	}

	private static ProcessHandle archiver(ServerProcess server, String step) throws IOException {
		ask(server);
		List<ProcessHandle> archivers = new ArrayList<>();
		Eventually.until(() -> {
			server.process()
				.children()
				.filter((child) -> child.info().commandLine().orElse("").contains(step))
				.forEach(archivers::add);
			return !archivers.isEmpty();
		});
		return archivers.get(0);
	}

	private ChildCommand command(List<String> jvmOptions) throws IOException {
		return ChildCommand.of(ReportProgram.class.getName(), ForkingOptions.builder().jvmOptions(jvmOptions).build(),
				this.temporary, new ParentJvm(new File(System.getProperty("java.home")), jars(),
						this.temporary.toFile(), List.of(), Charset.forName(System.getProperty("sun.jnu.encoding"))));
	}

	private static void make(ClassArchive archive, ChildCommand command) throws Exception {
		while (archive.isWanted()) {
			Process process = command.newArchiver(archive.beginStep()).start();
			archive.endStep(process.waitFor() == 0);
		}
	}

	private static String ask(ServerProcess server) throws IOException {
		try (StreamClient client = server.connect()) {
			client.shutdownOutput();
			return new String(client.receiveAll(), StandardCharsets.UTF_8);
		}
	}

	private String jars() throws IOException {
		Path folder = Files.createDirectories(this.temporary.resolve("jars"));
		List<String> jars = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			Path jar = folder.resolve(jars.size() + ".jar");
			if (Files.isDirectory(path)) {
				jars.add((Files.exists(jar) ? jar : jar(path, jar)).toString());
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
				.anyMatch((line) -> line.matches(".*/socketserver-[^/]+/classes\\.(jsa|aot)"));
			request.output().write(String.valueOf(mapped));
		}

	}

}
