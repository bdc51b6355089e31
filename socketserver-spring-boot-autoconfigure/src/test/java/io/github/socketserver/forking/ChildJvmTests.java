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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the virtual machine that a handler finds itself in.
 */
class ChildJvmTests {

	@Test
	void optionsReachTheJvmOfTheChild() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Inspecting.class)
			.children((children) -> children.jvmOptions(List.of("-Xmx24m", "-Dcolour=green and blue")))
			.run()) {
			server.ask("");
			assertThat(Long.parseLong(server.notes().await("memory "))).isLessThan(32 * 1024 * 1024);
			assertThat(server.notes().await("property ")).isEqualTo("green and blue");
		}
	}

	@Test
	void standardInputOfTheChildIsEmptyAndItsOutputIsThatOfTheParent() throws Exception {
		PrintStream original = System.out;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		try (ForkedServer server = ForkedSetup.tcp(Inspecting.class).run()) {
			server.ask("");
			assertThat(server.notes().await("input ")).isEqualTo("-1");
			Eventually.asserted(() -> assertThat(printed.toString(StandardCharsets.UTF_8)).contains("on the output",
					"on the errors"));
		}
		finally {
			System.setOut(original);
		}
	}

	@Test
	void contextClassLoaderAndThreadAreThoseOfAProgram() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Inspecting.class).run()) {
			server.ask("");
			assertThat(server.notes().await("thread ")).isEqualTo("main");
			assertThat(server.notes().await("loader ")).isEqualTo("true");
		}
	}

	/**
	 * Notes where it is, reads what nobody has written, and prints.
	 */
	static final class Inspecting implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			Notes notes = Notes.of(request);
			notes.add("memory " + Runtime.getRuntime().maxMemory());
			notes.add("property " + System.getProperty("colour"));
			notes.add("input " + System.in.read());
			notes.add("thread " + Thread.currentThread().getName());
			notes.add(
					"loader " + (Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()));
			System.out.println("on the output");
			System.err.println("on the errors");
		}

	}

}
