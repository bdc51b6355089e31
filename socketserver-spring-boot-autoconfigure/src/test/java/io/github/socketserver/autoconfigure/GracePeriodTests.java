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

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the grace period beside the timeout of the shutdown phase.
 */
@ExtendWith(OutputCaptureExtension.class)
class GracePeriodTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class, SocketServerAutoConfiguration.class))
		.withBean("silent", SilentHandler.class)
		.withPropertyValues("socketserver.servers.silent.port=0", "socketserver.servers.silent.handler=silent");

	@ParameterizedTest
	@CsvSource({ "PT30S, PT28S", "PT60S, PT58S", "PT2S, PT1.5S", "PT0S, PT0S" })
	void withoutOneItEndsALittleBeforeThePhase(Duration phaseTimeout, Duration expected) {
		assertThat(ServerRegistrations.defaultGracePeriod(phaseTimeout)).isEqualTo(expected);
	}

	@Test
	void withoutOneRequestsAreClosedBeforeThePhaseIsOver(CapturedOutput output) {
		this.contextRunner.withBean("endless", EndlessHandler.class)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=2s",
					"socketserver.servers.endless.handler=endless", "socketserver.servers.endless.port=0")
			.run((context) -> {
				try (Socket client = LoopbackClient.connect(context, "endless")) {
					assertThat(LoopbackClient.readLine(client)).isEqualTo("begun");
					context.close();
					assertThat(client.getInputStream().read()).isEqualTo(-1);
				}
				assertThat(output).contains(
						"Server 'endless' closed 1 request(s) that did not end within the grace period of 1500 ms");
			});
	}

	@Test
	void numberMeansSeconds(CapturedOutput output) {
		this.contextRunner.withPropertyValues("socketserver.servers.silent.shutdown_grace_period=3").run((context) -> {
			BaseServer server = (BaseServer) context.getBean(SocketServers.class).list().get(0);
			assertThat(server.options().shutdownGracePeriod()).isEqualTo(Duration.ofSeconds(3));
			assertThat(output).doesNotContain("is longer than");
		});
	}

	@Test
	void whenLongerThanThePhaseThenThatIsLogged(CapturedOutput output) {
		this.contextRunner.withPropertyValues("socketserver.servers.silent.shutdown-grace-period=31s")
			.run((context) -> assertThat(output).contains(
					"The grace period of server 'silent', 31000 ms, is longer than 'spring.lifecycle.timeout-per-shutdown-phase', 30000 ms"));
	}

	static class SilentHandler implements Handler<Request> {

		@Override
		public void handle(Request request) {
		}

	}

	static class EndlessHandler implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			request.output().write("begun\n");
			new CountDownLatch(1).await();
		}

	}

}
