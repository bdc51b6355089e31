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

package io.github.socketserver.parity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import io.github.socketserver.testsupport.Strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Has one client talk to CPython's servers and to these, with all hooks traced, and
 * compares what happened. The transcripts and their difference are left in
 * {@code target/transcripts}.
 */
class TranscriptTests {

	private static final Path FOLDER = Path.of("target", "transcripts");

	@Test
	@Timeout(180)
	void differencesFromPythonAreTheExpectedOnes() throws Exception {
		assumeThat(hasPython()).isTrue();
		Files.createDirectories(FOLDER);
		Path theirs = FOLDER.resolve("cpython.txt");
		Path ours = FOLDER.resolve("ours.txt");
		talkToPython(theirs);
		talkToOurs(ours, Strategy.PLATFORM_THREADS);
		Path difference = FOLDER.resolve("differences.txt");
		run(difference, script("transcript_difference.py"), theirs.toString(), ours.toString());
		assertThat(theirs).content().contains("== unix-datagram: the client has no address");
		assertThat(Files.readString(difference))
			.isEqualTo(withoutComments(Files.readAllLines(Path.of(script("expected-differences.txt")))));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	@Timeout(240)
	void virtualThreadsMakeNoDifference() throws Exception {
		assumeThat(hasPython()).isTrue();
		Files.createDirectories(FOLDER);
		Path onPlatformThreads = FOLDER.resolve("platform-threads.txt");
		Path onVirtualThreads = FOLDER.resolve("virtual-threads.txt");
		talkToOurs(onPlatformThreads, Strategy.PLATFORM_THREADS);
		talkToOurs(onVirtualThreads, Strategy.VIRTUAL_THREADS);
		assertThat(onVirtualThreads).hasSameTextualContentAs(onPlatformThreads);
	}

	@Test
	void expectedDifferencesHaveAReason() throws Exception {
		List<String> lines = Files.readAllLines(Path.of(script("expected-differences.txt")));
		for (int i = 1; i < lines.size(); i++) {
			if (lines.get(i).startsWith("--- ")) {
				assertThat(lines.get(i - 1)).as("the line before '%s'", lines.get(i)).startsWith("# ");
			}
		}
	}

	private static boolean hasPython() {
		try {
			return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String withoutComments(List<String> lines) {
		return lines.stream()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line + "\n")
			.collect(Collectors.joining());
	}

	private static void talkToPython(Path transcript) throws Exception {
		Process server = new ProcessBuilder("python3", script("transcript_server.py"))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = reader(server.getInputStream())) {
			run(transcript, script("transcript_client.py"), output.readLine());
		}
		finally {
			server.destroyForcibly();
		}
	}

	private static void talkToOurs(Path transcript, Strategy threading) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> control = CompletableFuture.runAsync(() -> serve(listener, threading), (task) -> {
				Thread thread = new Thread(task, "transcript-control");
				thread.setDaemon(true);
				thread.start();
			});
			run(transcript, script("transcript_client.py"), String.valueOf(listener.getLocalPort()));
			control.get(1, TimeUnit.SECONDS);
		}
	}

	private static void serve(ServerSocket listener, Strategy threading) {
		TranscriptTrace.as(TranscriptTrace.Role.CALLER);
		try (Socket connection = listener.accept(); BufferedReader commands = reader(connection.getInputStream())) {
			TranscriptServer server = null;
			String line = commands.readLine();
			while (line != null) {
				List<String> words = List.of(line.split(" "));
				if (words.get(0).equals("start")) {
					server = TranscriptServer.of(keywords(words), threading);
				}
				String answer = server.execute(words.get(0), words.get(words.size() - 1));
				connection.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
				line = commands.readLine();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> keywords(List<String> words) {
		return words.stream()
			.skip(1)
			.map((word) -> word.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1]));
	}

	private static void run(Path output, String... arguments) throws Exception {
		Path errors = FOLDER.resolve("errors.txt");
		List<String> command = new ArrayList<>(List.of("python3"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		boolean ended = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(ended).as("%s has ended", command).isTrue();
		assertThat(Files.readString(errors)).isEmpty();
		assertThat(process.exitValue()).isZero();
	}

	private static BufferedReader reader(InputStream input) {
		return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
	}

	private static String script(String name) throws URISyntaxException {
		URL url = TranscriptTests.class.getResource("/parity/" + name);
		return Path.of(url.toURI()).toString();
	}

}
