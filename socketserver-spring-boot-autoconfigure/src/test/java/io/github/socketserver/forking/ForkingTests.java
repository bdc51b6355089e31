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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.github.socketserver.forking.ForkingParityTests.CountingEcho;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Forking} as programs use it.
 */
class ForkingTests {

	private final Forking forking = Forking.of(CountingEcho.class,
			ForkingOptions.builder().spareChildren(0).requestsPerChild(10).maxChildren(1).build());

	@Test
	void serversThatShareItHaveChildrenOfTheirOwn() throws Exception {
		Leftovers leftovers = new Leftovers();
		try (RunningServer first = RunningServer.of(server()); RunningServer second = RunningServer.of(server())) {
			List<String> replies = List.of(first.ask("a"), second.ask("b"), first.ask("c"), second.ask("d"));
			assertThat(replies).extracting((reply) -> reply.split(" ")[1]).containsExactly("1", "1", "2", "2");
			assertThat(leftovers.folders()).hasSize(2);
		}
		leftovers.awaitNone();
	}

	@Test
	void serverCanBeStartedAgain() throws Exception {
		Leftovers leftovers = new Leftovers();
		TcpServer server = server();
		for (int i = 0; i < 2; i++) {
			try (RunningServer running = RunningServer.of(server)) {
				assertThat(running.ask("again")).startsWith("again 1 ");
			}
			leftovers.awaitNone();
		}
	}

	@Test
	void handlerInAServerWithAnotherStrategyFailsAndSaysWhy() throws Exception {
		ServerOptions options = ServerOptions.builder().name("other").build();
		try (Logs logs = new Logs();
				RunningServer server = RunningServer.of(new TcpServer(address(), this.forking.handler(), options))) {
			assertThat(server.ask("echo")).isNull();
			Eventually.asserted(() -> assertThat(logs.errorsWithStacks()).singleElement()
				.asString()
				.contains("Server 'other' has another strategy: pass forking::processor to its options"));
		}
	}

	@Test
	void optionsThatMakeNoSenseAreRefused() {
		assertRefused("max-children", () -> ForkingOptions.builder().maxChildren(0).build());
		assertRefused("spare-children", () -> ForkingOptions.builder().spareChildren(-1).build());
		assertRefused("spare-children", () -> ForkingOptions.builder().maxChildren(2).spareChildren(3).build());
		assertRefused("requests-per-child", () -> ForkingOptions.builder().requestsPerChild(0).build());
		assertRefused("child-timeout", () -> ForkingOptions.builder().childTimeout(Duration.ofNanos(-1)).build());
		assertThat(ForkingOptions.builder().maxChildren(1).build().spareChildren()).isOne();
	}

	private static void assertRefused(String option, ThrowingCallable build) {
		assertThatExceptionOfType(InvalidServerOptionException.class).isThrownBy(build).withMessageContaining(option);
	}

	private TcpServer server() {
		return new TcpServer(address(), this.forking.handler(),
				ServerOptions.builder().name(ForkedSetup.NAME).processor(this.forking::processor).build());
	}

	private static InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
	}

}
