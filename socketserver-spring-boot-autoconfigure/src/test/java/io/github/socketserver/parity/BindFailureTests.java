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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for addresses that cannot be had.
 */
class BindFailureTests {

	private static final int ATTEMPTS = 1000;

	@Tag("parity-15")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void thousandFailedBindsLeakNoDescriptor(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().run()) {
			assertFails(setup, running.address());
			long before = OpenDescriptors.count();
			for (int i = 0; i < ATTEMPTS; i++) {
				assertFails(setup, running.address());
			}
			OpenDescriptors.awaitAtMost(before);
			assertThat(running.ask("unharmed")).isEqualTo("unharmed");
		}
	}

	@Tag("parity-15")
	@Tag("trap-12")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void failureAfterBindingLeavesNothingBehind(Setup setup) throws Exception {
		Around failing = Around.failing("serverActivate", new IOException("refused by the test"));
		long before = OpenDescriptors.count();
		for (int i = 0; i < 50; i++) {
			BaseServer server = setup.echoing().overriding(failing).create();
			assertThatExceptionOfType(ServerBindException.class).isThrownBy(server::start);
			assertThat(server.isRunning()).isFalse();
		}
		OpenDescriptors.awaitAtMost(before);
	}

	@Tag("parity-15")
	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void overriddenServerBindKnowsTheAddressAndItsFailureLeavesNothingBehind(Setup setup) throws Exception {
		List<SocketAddress> addresses = new ArrayList<>();
		AtomicReference<BaseServer> server = new AtomicReference<>();
		server.set(setup.echoing().overriding(Around.method("serverBind", (hook, request, original) -> {
			original.call();
			addresses.add(server.get().serverAddress());
			if (addresses.size() == 1) {
				throw new IOException("refused by the test");
			}
			return null;
		})).create());
		long before = OpenDescriptors.count();
		assertThatExceptionOfType(ServerBindException.class).isThrownBy(server.get()::start)
			.withRootCauseInstanceOf(IOException.class);
		OpenDescriptors.awaitAtMost(before);
		try (RunningServer running = RunningServer.of(server.get())) {
			assertThat(running.ask("bound")).isEqualTo("bound");
			assertThat(addresses).hasSize(2).last().isEqualTo(running.address());
		}
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void failingCustomizerLeavesNothingBehind(Setup setup) throws Exception {
		long before = OpenDescriptors.count();
		BaseServer server = setup.echoing().customizedBy((socket) -> {
			throw new IllegalStateException("customizer");
		}).create();
		assertThatIllegalStateException().isThrownBy(server::start).withMessage("customizer");
		OpenDescriptors.awaitAtMost(before);
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void failingStrategyLeavesNothingBehind(Setup setup) throws Exception {
		long before = OpenDescriptors.count();
		BaseServer server = setup.echoing().with((options) -> options.processor((self) -> {
			throw new IllegalStateException("no threads");
		})).create();
		assertThatIllegalStateException().isThrownBy(server::start).withMessage("no threads");
		OpenDescriptors.awaitAtMost(before);
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void portInUseIsRefused(Setup setup) throws Exception {
		try (RunningServer running = setup.echoing().run()) {
			BaseServer second = setup.echoing()
				.at(running.address())
				.with((options) -> options.name("second"))
				.create();
			assertThatExceptionOfType(ServerBindException.class).isThrownBy(second::start).satisfies((failure) -> {
				assertThat(failure.getReason()).isEqualTo(ServerBindException.Reason.IN_USE);
				assertThat(failure.getServer()).isEqualTo("second");
				assertThat(failure.getAddress()).isEqualTo(running.address());
			}).withMessageContaining("second");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void addressOfAnotherMachineIsRefused(Setup setup) {
		assertThat(reason(setup, new InetSocketAddress("192.0.2.1", 0)))
			.isEqualTo(ServerBindException.Reason.UNKNOWN_ADDRESS);
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void unknownHostIsRefused(Setup setup) {
		assertThat(reason(setup, InetSocketAddress.createUnresolved("host.invalid", 0)))
			.isEqualTo(ServerBindException.Reason.UNKNOWN_ADDRESS);
	}

	@EverySetup(strategies = Strategy.PLATFORM_THREADS)
	void serverThatCouldNotBindCanBeStartedLater(Setup setup) throws Exception {
		BaseServer second;
		try (RunningServer first = setup.echoing().run()) {
			second = setup.echoing().at(first.address()).create();
			assertThatExceptionOfType(ServerBindException.class).isThrownBy(second::start);
		}
		try (RunningServer running = RunningServer.of(second)) {
			assertThat(running.ask("later")).isEqualTo("later");
		}
	}

	private static ServerBindException.Reason reason(Setup setup, SocketAddress address) {
		BaseServer server = setup.echoing().at(address).create();
		AtomicReference<ServerBindException.Reason> reason = new AtomicReference<>();
		assertThatExceptionOfType(ServerBindException.class).isThrownBy(server::start)
			.satisfies((failure) -> reason.set(failure.getReason()));
		return reason.get();
	}

	private static void assertFails(Setup setup, SocketAddress address) {
		BaseServer server = setup.echoing().at(address).create();
		assertThatExceptionOfType(ServerBindException.class).isThrownBy(server::start);
	}

}
