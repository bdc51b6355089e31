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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Logs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for children that cannot be started, or not fast.
 */
class ChildStartTests {

	@Test
	void optionThatNoJvmKnowsClosesTheRequestAndIsLogged() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Working.class)
					.children((children) -> children.jvmOptions(List.of("-XX:+NoSuchOption")))
					.run()) {
			assertThat(server.ask("")).isNull();
			assertThat(server.trace().failure()).isInstanceOf(ChildStartException.class)
				.hasMessageStartingWith("Server 'forked' has no child process: ")
				.hasMessageContaining("exit code 1")
				.hasMessageContaining("NoSuchOption");
			assertThat(logs.errors()).first()
				.asString()
				.startsWith("Server 'forked': a child process was not ready yet and has ended")
				.contains("exit code 1", "NoSuchOption");
			assertThat(server.trace().ends()).containsOnly(ChildEnd.CRASHED);
		}
	}

	@Test
	void javaThatDoesNotExistClosesTheRequestAndIsLogged() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName()); ForkedServer server = runWith("java.home", "/nowhere")) {
			assertThat(server.ask("")).isNull();
			assertThat(server.trace().failure()).isInstanceOf(ChildStartException.class)
				.hasMessageContaining("Cannot run program \"/nowhere/bin/java\"");
			assertThat(logs.errors()).first()
				.asString()
				.startsWith("Server 'forked': a child process cannot be started: ");
			assertThat(server.trace().ends()).isEmpty();
		}
	}

	@Test
	void classPathThatDoesNotExistClosesTheRequestAndIsLogged() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = runWith("java.class.path", "/nowhere")) {
			assertThat(server.ask("")).isNull();
			assertThat(logs.errors()).first().asString().contains("Could not find or load main class");
		}
	}

	private static ForkedServer runWith(String property, String value) {
		String original = System.setProperty(property, value);
		try {
			return ForkedSetup.tcp(Working.class).run();
		}
		finally {
			System.setProperty(property, original);
		}
	}

	@Test
	void handlerThatDoesNotExistClosesTheRequestAndIsLogged() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Working.class)
					.program(ChildMain.program("com.example.Missing"))
					.run()) {
			assertThat(server.ask("")).isNull();
			assertThat(logs.errors()).first().asString().contains("ClassNotFoundException: com.example.Missing");
		}
	}

	@Test
	void handlerWithoutTheConstructorClosesTheRequestAndIsLogged() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Demanding.class).run()) {
			assertThat(server.ask("")).isNull();
			assertThat(logs.errors()).first().asString().contains("Demanding");
		}
	}

	@Test
	void handlerWhoseConstructorFailsIsAFailureOfTheRequest() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Stillborn.class).run()) {
			assertThat(server.ask("")).isNull();
			assertThat(server.trace().failure()).isInstanceOf(ForkedHandlerException.class).hasMessage("stillborn");
		}
	}

	@Test
	@SuppressWarnings("try")
	void failedStartsAreRepeatedWithoutHaste() throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Working.class)
					.children((children) -> children.jvmOptions(List.of("-XX:+NoSuchOption")).spareChildren(2))
					.run()) {
			Eventually.asserted(() -> assertThat(logs.errors()).hasSizeGreaterThan(4));
			int before = logs.errors().size();
			TimeUnit.SECONDS.sleep(1);
			// with rests that double there are few, without any there would be dozens
			assertThat(logs.errors().size() - before).isLessThan(8);
		}
	}

	@Test
	void serverRecoversWhenChildrenCanBeStarted(@TempDir Path folder) throws Exception {
		Path gate = folder.resolve("gate");
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.program(FailingStart.program(Working.class))
			.children((children) -> children.jvmOptions(FailingStart.options(gate)))
			.run()) {
			assertThat(server.ask("")).isNull();
			assertThat(server.trace().failure()).hasMessageContaining("exit code 7").hasMessageContaining("not yet");
			assertThat(gate.toFile().createNewFile()).isTrue();
			assertThat(server.ask("")).endsWith(" 1");
		}
	}

	@Test
	void clientWaitsForAChildThatStartsSlowly() throws Exception {
		Duration delay = Duration.ofSeconds(1);
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.program(SlowStart.program(Working.class))
			.children((children) -> children.jvmOptions(SlowStart.options(delay)))
			.run()) {
			assertThat(server.ask("")).endsWith(" 1");
			assertThat(server.trace().startTimes()).singleElement()
				.satisfies((time) -> assertThat(time).isGreaterThan(delay));
		}
	}

	@Test
	void childThatIsNotReadyInTimeIsKilled(@TempDir Path folder) throws Exception {
		try (Logs logs = new Logs(Forking.class.getName());
				ForkedServer server = ForkedSetup.tcp(Working.class)
					.program(SlowStart.program(Working.class))
					.children((children) -> children.jvmOptions(SlowStart.options(folder.resolve("never")))
						.childTimeout(Duration.ofSeconds(1)))
					.run()) {
			assertThat(server.ask("")).isNull();
			assertThat(server.trace().failure()).isInstanceOf(ChildStartException.class)
				.hasMessageContaining("took longer than 'child-timeout'");
			assertThat(server.trace().ends()).containsOnly(ChildEnd.KILLED);
			assertThat(logs.errors()).first().asString().contains("took longer than 'child-timeout'");
		}
	}

	@Test
	void requestThatWaitsIsServedByAChildThatIsFreeBeforeOneIsStarted() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1).requestsPerChild(10))
			.with((options) -> options.maxConnections(2))
			.run()) {
			Client first = server.connect();
			first.send("gate\n");
			server.notes().await("at gate gate");
			Client second = server.connect();
			second.send("\n");
			server.notes().open("gate");
			String pid = first.receiveLine().split(" ")[0];
			assertThat(second.receiveLine()).isEqualTo(pid + " 2");
		}
	}

	/**
	 * Has no constructor without parameters.
	 */
	static final class Demanding implements Handler<Request> {

		Demanding(String what) {
			throw new IllegalStateException(what);
		}

		@Override
		public void handle(Request request) {
		}

	}

	/**
	 * Has a constructor that fails.
	 */
	static final class Stillborn implements Handler<Request> {

		Stillborn() throws IOException {
			throw new IOException("stillborn");
		}

		@Override
		public void handle(Request request) {
		}

	}

}
