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

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArgumentFile}.
 */
class ArgumentFileTests {

	@TempDir
	Path folder;

	@Test
	void argumentsAreQuoted() throws IOException {
		assertThat(content(List.of("-cp", "", "a b#'c'", "\"", "\\", "\r\n\t\f", "@d"), StandardCharsets.UTF_8))
			.isEqualTo("""
					"-cp"
					""
					"a b#'c'"
					"\\""
					"\\\\"
					"\\r\\n\\t\\f"
					"@d"
					""".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void bytesWithinACharacterAreQuoted() throws IOException {
		assertThat(content(List.of("\u8868"), Charset.forName("Shift_JIS"))).containsExactly('"', 0x95, '\\', '\\', '"',
				'\n');
	}

	@Test
	void onlyTheOwnerReadsIt() throws IOException {
		Path file = file(new ArgumentFile(this.folder, List.of("-Dpassword=secret"), StandardCharsets.UTF_8));
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void itIsWrittenAgainIfItIsGone() throws IOException {
		ArgumentFile arguments = new ArgumentFile(this.folder, List.of("a"), StandardCharsets.UTF_8);
		Path file = file(arguments);
		Files.delete(file);
		assertThat(file(arguments)).isEqualTo(file).hasContent("\"a\"\n");
	}

	private byte[] content(List<String> arguments, Charset encoding) throws IOException {
		return Files.readAllBytes(file(new ArgumentFile(this.folder, arguments, encoding)));
	}

	private static Path file(ArgumentFile arguments) throws IOException {
		return Path.of(arguments.argument().substring(1));
	}

}
