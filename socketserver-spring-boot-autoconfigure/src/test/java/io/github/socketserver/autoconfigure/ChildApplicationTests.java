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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for child processes that are copies of their application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChildApplicationTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final SpringApplication application = new SpringApplication(CopiedApplication.class);

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void handlerAndHooksRunWhereTheyShould(CapturedOutput output) throws Exception {
		run("--my.argument=argument value", "other argument");
		String answer = ask("diary");
		assertThat(answer).matches("\\d+ \\[refreshed]").doesNotStartWith(pid() + " ");
		assertThat(ask("attributes")).endsWith("[{verifier=%s}]".formatted(pid()));
		assertThat(ask("my.argument")).endsWith("[argument value]");
		assertThat(ask("fail")).endsWith("[sorry: fail");
		assertThat(ask("diary")).endsWith("[refreshed,error handler]");
		assertThat(output).doesNotContain("UnsupportedOperationException");
		await().atMost(LONG).untilAsserted(() -> assertThat(diary()).contains("scheduled"));
		assertThat(diary()).contains("refreshed", "runner", "ready", "verifier", "listener")
			.doesNotContain("error handler");
	}

	@Test
	void exceptionThatNobodyHandlesIsLoggedByTheParentAsIfItWereThrownThere(CapturedOutput output) throws Exception {
		run();
		assertThat(ask("fail unhandled")).endsWith("[sorry: fail unhandled");
		await()
			.untilAsserted(() -> assertThat(output).contains("java.lang.UnsupportedOperationException: fail unhandled")
				.contains("at io.github.socketserver.autoconfigure.CopiedApplication$AnsweringHandler.handle"));
	}

	@Test
	void errorHandlersOfTheParentGetWhatThoseOfTheChildCannot(CapturedOutput output) throws Exception {
		run();
		assertThat(ask("halt")).contains("[sorry: Child process ", " of server 'server', which served 127.0.0.1:",
				" has ended with exit code 42. ");
		assertThat(diary()).contains("error handler");
		assertThat(output).doesNotContain("has ended with exit code 42");
	}

	@Test
	void whatAnAsynchronousAppenderHoldsIsWrittenBeforeAChildEnds(@TempDir Path folder, CapturedOutput output)
			throws Exception {
		Path configuration = Files.writeString(folder.resolve("logback.xml"), """
				<configuration>
					<appender name="slow" class="%s"/>
					<appender name="asynchronous" class="ch.qos.logback.classic.AsyncAppender">
						<appender-ref ref="slow"/>
					</appender>
					<root level="warn">
						<appender-ref ref="asynchronous"/>
					</root>
					<logger name="%s" level="info"/>
				</configuration>
				""".formatted(SlowAppender.class.getName(), CopiedApplication.class.getName()));
		run("--socketserver.servers.server.requests-per-child=1",
				"--socketserver.servers.server.child.jvm-options=-Dlogging.config=" + configuration);
		assertThat(ask("log")).endsWith("[]");
		await().atMost(LONG).untilAsserted(() -> assertThat(output).contains("Slowly: last words"));
	}

	@Test
	void handlerCanBeALambdaThatTheRequestsOfAChildShare() throws Exception {
		run("--socketserver.servers.server.requests-per-child=2");
		assertThat(LoopbackClient.ask(this.context, "lambda", "")).endsWith("[refreshed,lambda]");
		assertThat(ask("singleton")).endsWith("[1]");
		assertThat(ask("singleton")).endsWith("[2]");
		assertThat(ask("singleton")).endsWith("[1]");
	}

	@Test
	void nothingOfTheParentsWorkIsDoneTwice() throws Exception {
		run();
		assertThat(ask("context")).endsWith("[AnnotationConfigApplicationContext]");
		assertThat(ask("servers")).endsWith("[[server false, lambda false]]");
		assertThat(ask("parentOnly")).endsWith("[false]");
		assertThat(ask("local.socketserver.server.port")).endsWith("[null]");
		assertThat(ask("diary")).endsWith("[refreshed]");
	}

	@Test
	void childHasTheProfilesOfTheParentAndOneOfItsOwn(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("application.properties"), "who=nobody\nwhat=file\n");
		Files.writeString(folder.resolve("application-one.properties"), "who=one\nwhat=one\n");
		Files.writeString(folder.resolve("application-socketserver-child.properties"), "who=child\n");
		run("--spring.profiles.active=two,one", "--spring.config.additional-location=" + folder + "/");
		assertThat(this.context.getEnvironment().getProperty("who")).isEqualTo("one");
		assertThat(ask("profiles")).endsWith("[[two, one, socketserver-child]]");
		assertThat(ask("who")).endsWith("[child]");
		assertThat(ask("what")).endsWith("[one]");
	}

	@Test
	void childHasTheDefaultProfileIfTheParentHasNoOther() throws Exception {
		run();
		assertThat(ask("profiles")).endsWith("[[default, socketserver-child]]");
	}

	@Test
	void childHasThePropertiesThatAProgramHasSet(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("application.properties"), "file=file\nfirst=file\nlast=file\n");
		this.application.setDefaultProperties(Map.of("last", "default", "default", "default ${last}"));
		this.application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("program", Map.of("first", List.of("a", "b"), "argument", 1))));
		run("--argument=argument", "--spring.config.additional-location=" + folder + "/");
		assertThat(ask("first")).endsWith("[a,b]");
		assertThat(ask("argument")).endsWith("[1]");
		assertThat(ask("file")).endsWith("[file]");
		assertThat(ask("last")).endsWith("[file]");
		assertThat(ask("default")).endsWith("[default file]");
	}

	@Test
	void childLeavesTheLogFileToItsParentButItsOptionsWin(@TempDir Path folder) throws Exception {
		run("--logging.file.name=" + folder.resolve("log"), "--spring.flyway.enabled=true",
				"--spring.sql.init.mode=always",
				"--socketserver.servers.server.child.jvm-options=-Dspring.sql.init.mode=embedded");
		assertThat(folder.resolve("log")).isNotEmptyFile();
		assertThat(ask("logging.file.name")).endsWith("[]");
		assertThat(ask("spring.flyway.enabled")).endsWith("[false]");
		assertThat(ask("spring.sql.init.mode")).endsWith("[embedded]");
	}

	@Test
	void contextThatFailsInTheChildIsToldAndClosesTheRequest(CapturedOutput output) throws Exception {
		run("--spring.profiles.active=broken");
		assertThat(ask("unhandled")).startsWith(
				"sorry: Server 'server' has no child process: a child process was not ready yet and has ended with exit code 1.");
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(output)
				.contains("Server 'server': a child process was not ready yet and has ended with exit code 1.")
				.contains("Caused by: java.lang.IllegalStateException: broken in the child"));
	}

	private String diary() {
		return this.context.getBean(CopiedApplication.Diary.class).toString();
	}

	private static long pid() {
		return ProcessHandle.current().pid();
	}

	private String ask(String question) throws Exception {
		return LoopbackClient.ask(this.context, "server", question + "\n");
	}

	private void run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(SocketApplication.arguments("socketserver.servers.server.port=0",
				"socketserver.servers.lambda.port=0", "socketserver.defaults.concurrency=forking",
				"socketserver.defaults.spare-children=0", "socketserver.defaults.requests-per-child=100")));
		all.addAll(List.of(arguments));
		this.context = this.application.run(all.toArray(String[]::new));
	}

}
