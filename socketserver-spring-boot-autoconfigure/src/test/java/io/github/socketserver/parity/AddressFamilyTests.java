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
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;

import org.junit.jupiter.api.Tag;

import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.InvalidServerOptionException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;
import io.github.socketserver.testsupport.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@code address_family}: IPv4, IPv6, and both.
 */
class AddressFamilyTests {

	@EverySetup(types = { ServerType.TCP, ServerType.UDP })
	void ipv6ServerKnowsItsClientByItsIpv6Address(Setup setup) throws Exception {
		assumeThat(hasIpv6()).isTrue();
		try (RunningServer running = answeringWithTheClient(setup).at(new InetSocketAddress("::1", 0)).run()) {
			assertThat(running.ask("who")).isEqualTo("0:0:0:0:0:0:0:1");
		}
	}

	@Tag("trap-35")
	@EverySetup(types = { ServerType.TCP, ServerType.UDP })
	void wildcardServesBothFamiliesAndShowsIpv4ClientsAsSuch(Setup setup) throws Exception {
		assumeThat(hasIpv6()).isTrue();
		try (RunningServer running = answeringWithTheClient(setup).at(new InetSocketAddress(0)).run()) {
			int port = ((InetSocketAddress) running.address()).getPort();
			assertThat(ask(setup, new InetSocketAddress("127.0.0.1", port))).isEqualTo("127.0.0.1");
			assertThat(ask(setup, new InetSocketAddress("::1", port))).isEqualTo("0:0:0:0:0:0:0:1");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void ipv4WildcardIsClosedToIpv6(Setup setup) throws Exception {
		assumeThat(hasIpv6()).isTrue();
		try (RunningServer running = answeringWithTheClient(setup).at(new InetSocketAddress("0.0.0.0", 0))
			.with((options) -> options.addressFamily(StandardProtocolFamily.INET))
			.run()) {
			int port = ((InetSocketAddress) running.address()).getPort();
			assertThat(ask(setup, new InetSocketAddress("127.0.0.1", port))).isEqualTo("127.0.0.1");
			assertThatIOException().isThrownBy(() -> ask(setup, new InetSocketAddress("::1", port)));
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void ipv6AddressIsRefusedForIpv4(Setup setup) {
		BaseServer server = setup.echoing()
			.at(new InetSocketAddress("::1", 0))
			.with((options) -> options.addressFamily(StandardProtocolFamily.INET))
			.create();
		assertThatExceptionOfType(InvalidServerOptionException.class).isThrownBy(server::start)
			.satisfies((failure) -> assertThat(failure.getOption()).isEqualTo("address-family"));
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UDP }, strategies = Strategy.PLATFORM_THREADS)
	void unixFamilyIsRefusedForAPort(Setup setup) throws Exception {
		long before = OpenDescriptors.count();
		BaseServer server = setup.echoing()
			.with((options) -> options.addressFamily(StandardProtocolFamily.UNIX))
			.create();
		assertThatExceptionOfType(InvalidServerOptionException.class).isThrownBy(server::start)
			.satisfies((failure) -> assertThat(failure.getOption()).isEqualTo("address-family"));
		OpenDescriptors.awaitAtMost(before);
	}

	private static TestServer answeringWithTheClient(Setup setup) {
		return setup.handling((request) -> {
			request.input().readLine();
			request.output().write(((InetSocketAddress) request.clientAddress()).getAddress().getHostAddress() + "\n");
		});
	}

	private static String ask(Setup setup, SocketAddress address) throws IOException {
		try (Client client = Client.connect(setup.type(), address)) {
			client.send("who\n");
			return client.receiveLine();
		}
	}

	private static boolean hasIpv6() throws IOException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.anyMatch((address) -> address instanceof Inet6Address && address.isLoopbackAddress());
	}

}
