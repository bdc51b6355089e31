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

package io.github.socketserver.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables of the README.
 */
final class Readme {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private Readme() {
	}

	/**
	 * Read a table.
	 * @param header what its first line begins with
	 * @return the cells of each row
	 */
	static List<List<String>> table(String header) {
		try (Stream<String> lines = Files.lines(Path.of("..", "README.md"))) {
			return lines.dropWhile((line) -> !line.startsWith(header))
				.skip(2)
				.takeWhile((line) -> line.startsWith("|"))
				.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what a cell has between backquotes.
	 * @param cell the cell
	 * @return the texts
	 */
	static Stream<String> codes(String cell) {
		return CODE.matcher(cell).results().map((result) -> result.group(1));
	}

}
