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
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ChildCommand} with real children.
 */
class ChildCommandTests {

	private static final Class<?> MAIN = ReportProgram.class;

	@TempDir
	Path temporary;

	@Test
	void childHasTheClassPathOfThisTest() throws IOException {
		try (ChildFolder folder = ChildFolder.create()) {
			ChildReport report = ChildReport.of(ChildCommand.of(MAIN.getName(), options(), folder).newProcess());
			assertThat(report.property("java.class.path")).startsWith(System.getProperty("java.class.path"));
			assertThat(report.property("java.home")).isEqualTo(System.getProperty("java.home"));
			assertThat(report.property("user.dir")).isEqualTo(System.getProperty("user.dir"));
		}
	}

	@Test
	void childIsMadeToStartFast() throws IOException {
		ChildReport report = report(parent(classes().toString()));
		assertThat(report.arguments()).containsExactly("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
				"-XX:-UsePerfData",
				"-Djava.nio.channels.spi.SelectorProvider=" + SelectorProvider.provider().getClass().getName(),
				"-XX:+UseSerialGC", "-XX:CompileThresholdScaling=5", "-Djdk.reflect.useNativeAccessorOnly=true");
		assertThat(report.garbageCollectors()).contains("MarkSweepCompact");
	}

	@Test
	void childForOneRequestCompilesLess() throws IOException {
		String option = "-XX:CompileThresholdScaling=5";
		ParentJvm parent = parent(classes().toString());
		assertThat(report(parent).arguments()).contains(option);
		ForkingOptions more = ForkingOptions.builder().requestsPerChild(2).build();
		ChildCommand command = ChildCommand.of(MAIN.getName(), more, this.temporary, parent);
		assertThat(ChildReport.of(command.newProcess()).arguments()).doesNotContain(option);
	}

	@Test
	void oneCommandStartsManyChildren() throws IOException {
		ChildCommand command = ChildCommand.of(MAIN.getName(), options(), this.temporary, parent(classes().toString()));
		List<ProcessBuilder> builders = List.of(command.newProcess(), command.newProcess());
		for (ProcessBuilder builder : builders) {
			assertThat(ChildReport.of(builder).property("user.dir")).isNotNull();
		}
	}

	@Test
	void classPathMayBeLongAndHaveAnyCharacters() throws IOException {
		Path classes = this.temporary.resolve("a b\t\"c\" 'd' \\e #f @g $h %i *j \u00e4\u20ac\n");
		copyMainTo(classes);
		List<String> entries = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			entries.add("/missing/%d/%s/\\\\\"'".formatted(i, "\u00e9 ".repeat(50)));
		}
		entries.add(classes.toString());
		String classPath = String.join(File.pathSeparator, entries);
		assertThat(classPath.length()).isGreaterThan(32768);
		assertThat(report(parent(classPath)).property("java.class.path")).isEqualTo(classPath);
	}

	@Test
	void relativeEntriesAreMadeAbsolute() throws IOException {
		Path classes = this.temporary.resolve("my lib").resolve("classes");
		copyMainTo(classes);
		ChildReport report = report(parent(":my lib/classes:../other.jar::lib/*:/absolute/../a.jar:"));
		assertThat(report.property("java.class.path").split(":")).containsExactly(this.temporary.toString(),
				classes.toString(), this.temporary + "/../other.jar", this.temporary.toString(),
				this.temporary + "/lib/*", "/absolute/../a.jar", this.temporary.toString());
	}

	@Test
	void optionsMayHaveSpacesAndTheUsersWin() throws IOException {
		ParentJvm parent = parent(classes().toString(), "-Dof.parent=a \"b\" \\c '\u00e4'\nd", "-Dof.both=parent",
				"-Xmx300m", "-ea", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0");
		List<String> jvmOptions = List.of("-Dof.both=the user", "-XX:TieredStopAtLevel=4", "-Xmx100m",
				"-XX:+UseParallelGC");
		ChildReport report = ChildReport
			.of(ChildCommand.of(MAIN.getName(), options(jvmOptions.toArray(String[]::new)), this.temporary, parent)
				.newProcess());
		assertThat(report.property("of.parent")).isEqualTo("a \"b\" \\c '\u00e4'\nd");
		assertThat(report.property("of.both")).isEqualTo("the user");
		assertThat(report.garbageCollectors()).containsExactlyInAnyOrder("PS Scavenge", "PS MarkSweep");
		assertThat(report.arguments()).endsWith(jvmOptions.toArray(String[]::new))
			.contains("-ea")
			.doesNotContain("-Xmx300m")
			.noneMatch((argument) -> argument.startsWith("-agentlib"));
	}

	@Test
	void argumentsOfTheParentAreNotOnTheCommandLine() throws IOException {
		ChildCommand command = ChildCommand.of(MAIN.getName(), options("-Xmx100m"), this.temporary,
				parent(classes().toString(), "-Dpassword=secret"));
		assertThat(command.newProcess().command()).hasSize(4).endsWith("-Xmx100m", MAIN.getName());
	}

	@Test
	void errorsAreOnTheSameStreamAsOutput() throws Exception {
		Process process = ChildCommand
			.of("com.example.Missing", options(), this.temporary, parent(classes().toString()))
			.newProcess()
			.start();
		assertThat(process.inputReader().readLine())
			.isEqualTo("Error: Could not find or load main class com.example.Missing");
		assertThat(process.waitFor()).isOne();
	}

	@Test
	void programWithoutAClassPathCannotBeStartedAgain() {
		assertThatIllegalStateException()
			.isThrownBy(() -> ChildCommand.of(MAIN.getName(), options(), this.temporary, parent("")))
			.withMessage("Child processes cannot be started, because this program has no class path "
					+ "(property 'java.class.path'). Start it with -cp or -jar, not as a module with -m, "
					+ "or choose another concurrency");
		assertThat(this.temporary).isEmptyDirectory();
	}

	private ChildReport report(ParentJvm parent) throws IOException {
		return ChildReport.of(ChildCommand.of(MAIN.getName(), options(), this.temporary, parent).newProcess());
	}

	private ParentJvm parent(String classPath, String... arguments) {
		return new ParentJvm(new File(System.getProperty("java.home")), classPath, this.temporary.toFile(),
				Arrays.asList(arguments), Charset.forName(System.getProperty("sun.jnu.encoding")));
	}

	private static Path classes() {
		return Path.of(MAIN.getProtectionDomain().getCodeSource().getLocation().getPath());
	}

	private static void copyMainTo(Path folder) throws IOException {
		String name = MAIN.getName().replace('.', '/') + ".class";
		Files.createDirectories(folder.resolve(name).getParent());
		Files.copy(classes().resolve(name), folder.resolve(name));
	}

	private static ForkingOptions options(String... jvmOptions) {
		return ForkingOptions.builder().jvmOptions(List.of(jvmOptions)).build();
	}

}
