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

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code allow_reuse_address} and {@code allow_reuse_port}.
 */
class ReuseAddressTests {

	@Test
	void portWithConnectionsInTimeWaitIsHadAgain() throws Exception {
		SocketAddress address = portInTimeWait(true);
		try (RunningServer running = tcp(address, true).run()) {
			assertThat(running.ask("again")).isEqualTo("again");
		}
	}

	@Test
	void portWithConnectionsInTimeWaitIsInUseWithoutReuse() throws Exception {
		SocketAddress address = portInTimeWait(false);
		BaseServer server = tcp(address, false).create();
		assertThatExceptionOfType(ServerBindException.class).isThrownBy(server::start)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(ServerBindException.Reason.IN_USE));
	}

	@Tag("trap-9")
	@ParameterizedTest
	@CsvSource({ "TCP, true", "UDP, false" })
	void reuseIsOnForStreamsAndOffForDatagramsUnlessSet(ServerType type, boolean expected) throws Exception {
		assertThat(option(type, StandardSocketOptions.SO_REUSEADDR, (options) -> {
		})).isEqualTo(expected);
	}

	@Tag("trap-9")
	@ParameterizedTest
	@CsvSource({ "TCP, true", "TCP, false", "UDP, true", "UDP, false" })
	void reuseIsSetAsConfigured(ServerType type, boolean reuse) throws Exception {
		assertThat(option(type, StandardSocketOptions.SO_REUSEADDR, (options) -> options.allowReuseAddress(reuse)))
			.isEqualTo(reuse);
	}

	@Tag("trap-10")
	@ParameterizedTest
	@CsvSource({ "TCP, true", "TCP, false", "UDP, true", "UDP, false" })
	void reusePortIsSetAsConfigured(ServerType type, boolean reuse) throws Exception {
		assertThat(option(type, StandardSocketOptions.SO_REUSEPORT, (options) -> options.allowReusePort(reuse)))
			.isEqualTo(reuse);
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void twoServersShareAPortThatBothAllowToBeReused(Setup setup) throws Exception {
		Consumer<ServerOptionsBuilder> reusing = (options) -> options.allowReusePort(true);
		try (RunningServer first = setup.echoing().with(reusing).run();
				RunningServer second = setup.echoing().at(first.address()).with(reusing).run()) {
			assertThat(second.address()).isEqualTo(first.address());
			assertThat(first.ask("hello")).isEqualTo("hello");
		}
	}

	@Tag("trap-10")
	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void portIsRefusedIfOneServerDoesNotAllowReuse(Setup setup) {
		try (RunningServer first = setup.echoing().run()) {
			BaseServer second = setup.echoing()
				.at(first.address())
				.with((options) -> options.allowReusePort(true))
				.create();
			assertThatExceptionOfType(ServerBindException.class).isThrownBy(second::start);
		}
	}

	private static SocketAddress portInTimeWait(boolean reuse) throws Exception {
		Setup echo = Setup.TCP;
		try (RunningServer running = echo.echoing().with((options) -> options.allowReuseAddress(reuse)).run()) {
			// the server half-closes first, so the connection waits on its side
			try (Client client = running.connect()) {
				client.send("hello\n");
				client.receiveLine();
				assertThat(client.receiveLine()).isNull();
			}
			running.server().close();
			return running.address();
		}
	}

	private static TestServer tcp(SocketAddress address, boolean reuse) {
		return Setup.TCP.echoing().at(address).with((options) -> options.allowReuseAddress(reuse));
	}

	private static boolean option(ServerType type, SocketOption<Boolean> option, Consumer<ServerOptionsBuilder> options)
			throws IOException {
		AtomicReference<NetworkChannel> socket = new AtomicReference<>();
		BaseServer server = new Setup(type, Strategy.PLATFORM_THREADS).echoing()
			.with(options)
			.customizedBy(socket::set)
			.create();
		try (server) {
			server.start();
			return socket.get().getOption(option);
		}
	}

}
