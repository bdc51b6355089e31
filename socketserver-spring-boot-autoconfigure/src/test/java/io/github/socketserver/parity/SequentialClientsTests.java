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

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.Gate;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what CPython's {@code run_server} asserts of each server class.
 */
class SequentialClientsTests {

	@Tag("parity-1")
	@Tag("parity-2")
	@Tag("parity-4")
	@Tag("parity-5")
	@Tag("parity-7")
	@Tag("parity-8")
	@Tag("parity-10")
	@Tag("parity-11")
	@EverySetup
	void threeClientsGetTheirLineBackAndTheServerStopsAndCloses(Setup setup) throws Exception {
		Trace trace = new Trace();
		AtomicReference<NetworkChannel> socket = new AtomicReference<>();
		TestServer server = setup.echoing()
			.with((options) -> options.name("sequential"))
			.customizedBy(socket::set)
			.overriding(trace.around());
		try (RunningServer running = server.run()) {
			for (int i = 0; i < 3; i++) {
				assertThat(running.ask("hello world")).isEqualTo("hello world");
			}
			assertThat(running.thread().isAlive()).isTrue();
			running.server().shutdown();
			running.awaitEnd();
			assertThat(socket.get().isOpen()).isTrue();
			running.server().close();
			assertThat(socket.get().isOpen()).isFalse();
		}
		assertThat(trace.count("finishRequest")).isEqualTo(3);
		assertThat(trace.count("handleError")).isZero();
		LiveThreads.awaitNone("sequential-");
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP })
	void reportedAddressIsTheOneThatTheSystemBound(Setup setup) throws Exception {
		AtomicReference<NetworkChannel> socket = new AtomicReference<>();
		try (RunningServer running = setup.echoing().customizedBy(socket::set).run();
				Client client = running.connect()) {
			assertThat(running.address()).isEqualTo(socket.get().getLocalAddress())
				.isEqualTo(client.remoteAddress())
				.asInstanceOf(InstanceOfAssertFactories.type(InetSocketAddress.class))
				.extracting(InetSocketAddress::getPort, InstanceOfAssertFactories.INTEGER)
				.isPositive();
		}
	}

	@EverySetup(types = { ServerType.UNIX_STREAM, ServerType.UNIX_DATAGRAM })
	void reportedAddressIsThePathAndItsSocketIsThere(Setup setup) throws Exception {
		SocketAddress address = setup.newAddress();
		Path path = ((UnixDomainSocketAddress) address).getPath();
		try (RunningServer running = setup.echoing().at(address).run(); Client client = running.connect()) {
			assertThat(running.address()).isEqualTo(address).isEqualTo(client.remoteAddress());
			assertThat(path).exists();
			assertThat(path.getParent()).isDirectoryNotContaining((file) -> !file.equals(path));
		}
		assertThat(path).doesNotExist();
	}

	@EverySetup
	void requestKnowsItsClientAndItsServer(Setup setup) throws Exception {
		AtomicReference<Request> seen = new AtomicReference<>();
		try (RunningServer running = setup.handling((request) -> {
			seen.set(request);
			request.input().readLine();
			request.output().write("done\n");
		}).run(); Client client = running.connect()) {
			client.send("\n");
			assertThat(client.receiveLine()).isEqualTo("done");
			Request request = seen.get();
			assertThat(request.server()).isSameAs(running.server());
			assertThat(request.localAddress()).isEqualTo(running.address());
			assertThat(request.clientAddress()).isEqualTo(client.localAddress());
			assertThat(request.id()).isNotEmpty().isEqualTo(request.id());
		}
	}

	@EverySetup(strategies = { Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS })
	void threadingServesAClientWhileAnotherIsBeingServed(Setup setup) throws Exception {
		Gate gate = new Gate();
		try (RunningServer running = setup.handling((request) -> {
			if ("wait".equals(request.input().readLine())) {
				gate.pass();
			}
			request.output().write("done\n");
		}).run(); Client slow = running.connect()) {
			slow.send("wait\n");
			gate.awaitArrivals(1);
			assertThat(running.ask("go")).isEqualTo("done");
			gate.open();
			assertThat(slow.receiveLine()).isEqualTo("done");
		}
	}

	@EverySetup(strategies = Strategy.SYNCHRONOUS)
	void synchronousServesOneClientAfterTheOther(Setup setup) throws Exception {
		Gate gate = new Gate();
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		try (RunningServer server = setup.handling((request) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			gate.pass();
			request.output().write(request.input().readLine() + "\n");
			running.decrementAndGet();
		}).run(); Client first = server.connect(); Client second = server.connect()) {
			first.send("first\n");
			second.send("second\n");
			gate.awaitArrivals(1);
			assertThat(gate.arrivals()).isZero();
			gate.open();
			assertThat(first.receiveLine()).isEqualTo("first");
			assertThat(second.receiveLine()).isEqualTo("second");
			assertThat(most).hasValue(1);
		}
	}

}
