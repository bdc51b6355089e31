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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the children of processes that were started in different ways.
 */
class ParentProgramTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@TempDir
	Path temporary;

	private Path directory;

	@BeforeEach
	void makeDirectory() throws IOException {
		this.directory = Files.createDirectory(this.temporary.resolve("a folder, with spaces"));
	}

	@Test
	void agentsAndMemoryAreTheParentsOwn() throws IOException {
		ChildReport report = report(
				List.of("-Xmx200m", "-XX:+HeapDumpOnOutOfMemoryError",
						"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
						"-Dcom.sun.management.jmxremote.port=0", "-Dcom.sun.management.jmxremote.authenticate=false",
						"-Dcom.sun.management.jmxremote.ssl=false", "-Djava.rmi.server.hostname=127.0.0.1", "-ea",
						"-Dpassed.on=a b", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--add-modules",
						"java.sql", "-cp", System.getProperty("java.class.path"), ParentProgram.class.getName()),
				Map.of(), "-Xmx64m");
		assertThat(report.arguments()).containsExactly("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
				"-XX:-UsePerfData",
				"-Djava.nio.channels.spi.SelectorProvider=" + SelectorProvider.provider().getClass().getName(),
				"-XX:+UseSerialGC", "-XX:CompileThresholdScaling=5", "-Djdk.reflect.useNativeAccessorOnly=true",
				"-Djava.io.tmpdir=" + this.temporary, "-ea", "-Dpassed.on=a b",
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "--add-modules=java.sql", "-Xmx64m");
	}

	@Test
	void optionsInVariablesAreTheParentsOwnExceptForProperties() throws IOException {
		ChildReport report = report(
				List.of("-cp", System.getProperty("java.class.path"), ParentProgram.class.getName()),
				Map.of("JAVA_TOOL_OPTIONS", "-Done=1 -Xss2m", "JDK_JAVA_OPTIONS", "-Dtwo='2 3' -Xlog:disable",
						"_JAVA_OPTIONS", "-Dthree=3 -Xmx200m", "CLASSPATH", "/missing", "OTHER", "kept"));
		assertThat(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"))
			.allSatisfy((name) -> assertThat(report.variable(name)).isNull());
		assertThat(report.variable("OTHER")).isEqualTo("kept");
		assertThat(report.property("one")).isEqualTo("1");
		assertThat(report.property("two")).isEqualTo("2 3");
		assertThat(report.property("three")).isEqualTo("3");
		assertThat(report.arguments()).noneMatch((argument) -> argument.matches("-X(ss|mx|log).*"));
	}

	@Test
	void executableJarOfSpringBootIsStartedByItsLauncher() throws IOException {
		ExecutableArchive.jar()
			.write(this.directory.resolve("app.jar"), Map.of("Add-Opens", "java.base/java.lang java.base/java.util",
					"Add-Exports", "java.base/sun.nio.ch", "Enable-Native-Access", "ALL-UNNAMED"));
		ChildReport report = report(List.of("-Dpassed.on=1", "-jar", "app.jar"), Map.of());
		assertThat(report.property("java.class.path")).isEqualTo(this.directory.resolve("app.jar").toString());
		assertThat(report.property("passed.on")).isEqualTo("1");
		assertThat(report.arguments()).contains("--add-opens=java.base/java.lang=ALL-UNNAMED",
				"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
		assertThat(report.arguments().contains("--enable-native-access=ALL-UNNAMED"))
			.isEqualTo(Runtime.version().feature() >= 22);
	}

	@Test
	void executableWarOfSpringBootIsStartedByItsLauncher() throws IOException {
		ExecutableArchive.war().write(this.directory.resolve("app.war"), Map.of());
		ChildReport report = report(List.of("-jar", "app.war"), Map.of());
		assertThat(report.property("java.class.path")).isEqualTo(this.directory.resolve("app.war").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "lib/*", "lib/program.jar:lib/commons-logging.jar" })
	void folderOfJarsIsTheSameForTheChild(String classPath) throws IOException {
		ExecutableArchive.writeLibraries(Files.createDirectory(this.directory.resolve("lib")));
		ChildReport report = report(List.of("-cp", classPath, ParentProgram.class.getName()), Map.of());
		assertThat(report.property("java.class.path").split(File.pathSeparator)).allSatisfy(
				(entry) -> assertThat(Path.of(entry)).hasParent(this.directory.resolve("lib")).hasExtension("jar"));
	}

	private ChildReport report(List<String> command, Map<String, String> variables, String... jvmOptions)
			throws IOException {
		Path file = this.temporary.resolve("report");
		List<String> all = new ArrayList<>(List.of(JAVA, "-Djava.io.tmpdir=" + this.temporary));
		all.addAll(command);
		all.add(file.toString());
		all.addAll(List.of(jvmOptions));
		ProcessBuilder builder = new ProcessBuilder(all).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.temporary.resolve("output").toFile());
		builder.environment().putAll(variables);
		int exitValue = builder.start().onExit().join().exitValue();
		assertThat(exitValue).as(Files.readString(this.temporary.resolve("output"))).isZero();
		return ChildReport.of(Files.readString(file));
	}

}
