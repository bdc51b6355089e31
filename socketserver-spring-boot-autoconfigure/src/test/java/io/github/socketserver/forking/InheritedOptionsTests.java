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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InheritedOptions}.
 */
class InheritedOptionsTests {

	@ParameterizedTest
	@ValueSource(strings = { "-Dapp.name=value", "-Dapp.flag", "-Dapp.lines=one\ntwo", "-Dfile.encoding=UTF-8",
			"-Djava.io.tmpdir=/tmp", "-Dloader.path=lib", "--add-opens=java.base/java.lang=ALL-UNNAMED",
			"--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "--add-reads=a=b", "--add-modules=java.sql",
			"--module-path=mods", "--patch-module=a=b", "--limit-modules=java.base",
			"--enable-native-access=ALL-UNNAMED", "--enable-preview", "--illegal-native-access=deny",
			"--sun-misc-unsafe-memory-access=allow", "-ea", "-ea:com.example...", "-da", "-da:com.example.Type", "-esa",
			"-dsa", "-enableassertions:com.example", "-enablesystemassertions" })
	void childInherits(String option) {
		assertThat(InheritedOptions.of(List.of("-Xmx1g", option, "-Xss1m"))).containsExactly(option);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xmx1g", "-Xms1g", "-Xss1m", "-Xlog:gc", "-Xdebug", "-Xrunjdwp:transport=dt_socket",
			"-Xshare:dump", "-XX:+UseG1GC", "-XX:MaxRAMPercentage=75", "-XX:SharedArchiveFile=app.jsa",
			"-XX:StartFlightRecording=filename=a.jfr", "-XX:+FlightRecorder", "-XX:HeapDumpPath=/tmp",
			"-XX:AOTCache=app.aot", "-XX:Flags=a", "-agentlib:jdwp=transport=dt_socket", "-agentpath:/a.so",
			"-javaagent:agent.jar=x", "-Dcom.sun.management.jmxremote.port=9010", "-Djava.rmi.server.hostname=host",
			"-Djdk.module.main=app", "-Djdk.module.main.class=app.Main", "-Dsurefire.junit=x",
			"-Djacoco-agent.destfile=a", "-server", "-verbose:gc", "-earth", "vfprintf" })
	void childDoesNotInherit(String option) {
		assertThat(InheritedOptions.of(List.of("-Da", option, "-Db"))).containsExactly("-Da", "-Db");
	}

	@Test
	void valueMayBeTheNextArgument() {
		assertThat(InheritedOptions.of(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xmx1g",
				"--enable-preview", "-Xlog", "value", "--add-modules", "java.sql", "other")))
			.containsExactly("--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-preview", "--add-modules",
					"java.sql");
	}

}
