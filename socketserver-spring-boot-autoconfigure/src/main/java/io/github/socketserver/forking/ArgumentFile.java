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
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with arguments for Java's launcher. A command line can be too short for a class
 * path, and everybody can read it.
 */
final class ArgumentFile {

	private final Path file;

	private final byte[] content;

	/**
	 * Write a file.
	 * @param folder where to make it
	 * @param arguments the arguments
	 * @param encoding how the launcher reads it
	 * @throws IOException if it cannot be written
	 */
	ArgumentFile(Path folder, List<String> arguments, Charset encoding) throws IOException {
		this.file = Files.createTempFile(folder, "java", ".args");
		this.content = quoted(arguments, encoding);
		Files.write(this.file, this.content);
	}

	/**
	 * Return the argument that names the file. Operating systems remove temporary files
	 * that nobody has used for days, so it is written again if it is gone.
	 * @return the argument
	 * @throws IOException if it cannot be written
	 */
	String argument() throws IOException {
		if (Files.notExists(this.file)) {
			Files.write(this.file, this.content);
		}
		return "@" + this.file;
	}

	private static byte[] quoted(List<String> arguments, Charset encoding) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (String argument : arguments) {
			content.write('"');
			// the launcher looks at bytes, also at those within a character
			for (byte one : argument.getBytes(encoding)) {
				writeEscaped(one, content);
			}
			content.write('"');
			content.write('\n');
		}
		return content.toByteArray();
	}

	private static void writeEscaped(byte one, ByteArrayOutputStream content) {
		int letter = "\n\r\t\f".indexOf(one);
		if (letter >= 0) {
			content.write('\\');
			content.write("nrtf".charAt(letter));
			return;
		}
		if (one == '"' || one == '\\') {
			content.write('\\');
		}
		content.write(one);
	}

}
