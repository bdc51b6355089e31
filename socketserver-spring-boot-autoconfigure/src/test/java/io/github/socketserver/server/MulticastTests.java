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

package io.github.socketserver.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.testsupport.MulticastClient;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for UDP servers that join groups.
 */
class MulticastTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String GROUP = "239.77.1.2";

	private static final String OTHER_GROUP = "239.77.1.3";

	private static final String INET6_GROUP = "ff12::7712";

	private static final DatagramHandler ECHO = (request) -> request.reply(request.packet());

	@ParameterizedTest
	@ValueSource(strings = { GROUP, INET6_GROUP })
	void datagramsToTheGroupAreRequestsAndAnsweredByTheServer(String name) throws Exception {
		InetAddress group = InetAddress.getByName(name);
		NetworkInterface networkInterface = requireInterface(group);
		try (RunningServer running = RunningServer.of(server(group, networkInterface.getName()));
				MulticastClient client = new MulticastClient(group, networkInterface)) {
			client.send("hello", new InetSocketAddress(group, port(running.server())));
			assertThat(client.receive(LIMIT)).isEqualTo("hello");
			client.send("unicast", new InetSocketAddress((group instanceof Inet6Address) ? "::1" : "127.0.0.1",
					port(running.server())));
			assertThat(client.receive(LIMIT)).isEqualTo("unicast");
		}
	}

	@Test
	void datagramsToAnotherGroupAreNotReceived() throws Exception {
		InetAddress group = InetAddress.getByName(GROUP);
		NetworkInterface networkInterface = requireInterface(group);
		try (RunningServer running = RunningServer.of(server(group, networkInterface.getName()));
				MulticastClient client = new MulticastClient(group, networkInterface)) {
			client.send("other", new InetSocketAddress(OTHER_GROUP, port(running.server())));
			client.send("mine", new InetSocketAddress(group, port(running.server())));
			assertThat(client.receive(LIMIT)).isEqualTo("mine");
		}
	}

	@Test
	void interfaceCanBeGivenByItsAddress() throws Exception {
		InetAddress group = InetAddress.getByName(GROUP);
		NetworkInterface networkInterface = requireInterface(group);
		String address = networkInterface.inetAddresses()
			.filter((candidate) -> !(candidate instanceof Inet6Address))
			.findFirst()
			.orElseThrow()
			.getHostAddress();
		try (RunningServer running = RunningServer.of(server(group, address));
				MulticastClient client = new MulticastClient(group, networkInterface)) {
			client.send("hello", new InetSocketAddress(group, port(running.server())));
			assertThat(client.receive(LIMIT)).isEqualTo("hello");
		}
	}

	@Test
	void withoutInterfaceEachThatCanJoins() throws Exception {
		assumeTrue(NetworkInterface.networkInterfaces().anyMatch(MulticastTests::joinsUnasked),
				"no network interface has the flag MULTICAST");
		InetAddress group = InetAddress.getByName(GROUP);
		Optional<NetworkInterface> reached = MulticastClient.findInterface(group).isEmpty() ? Optional.empty()
				: NetworkInterface.networkInterfaces().filter(MulticastTests::joinsUnasked).findFirst();
		assumeTrue(reached.isPresent());
		try (RunningServer running = RunningServer.of(server(group, null));
				MulticastClient client = new MulticastClient(group, reached.get())) {
			client.send("hello", new InetSocketAddress(group, port(running.server())));
			assertThat(client.receive(LIMIT)).isEqualTo("hello");
		}
	}

	@Test
	void groupIsJoinedBeforeServingAndLeftAtTheStop() throws Exception {
		InetAddress group = InetAddress.getByName(GROUP);
		NetworkInterface networkInterface = requireInterface(group);
		BaseServer server = server(group, networkInterface.getName());
		try (MulticastClient client = new MulticastClient(group, networkInterface)) {
			for (int i = 0; i < 2; i++) {
				assertThat(isJoined(group)).isFalse();
				server.start();
				assertThat(isJoined(group)).isTrue();
				client.send("early", new InetSocketAddress(group, port(server)));
				assertThat(server.handleRequest(LIMIT)).isTrue();
				assertThat(client.receive(LIMIT)).isEqualTo("early");
				server.close();
				assertThat(isJoined(group)).isFalse();
			}
		}
		finally {
			server.closeNow();
		}
	}

	@Test
	void serverSendsToItsGroup() throws Exception {
		InetAddress group = InetAddress.getByName(GROUP);
		NetworkInterface networkInterface = requireInterface(group);
		try (UdpServer sender = server(group, networkInterface.getName());
				UdpServer receiver = server(group, networkInterface.getName())) {
			sender.start();
			receiver.start();
			sender.send("news".getBytes(), new InetSocketAddress(group, port(receiver)));
			assertThat(receiver.handleRequest(LIMIT)).isTrue();
			assertThat(sender.handleRequest(LIMIT)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.3", "::1" })
	void groupThatIsNoneIsRefused(String group) {
		refused("multicast.groups", "no multicast address", (options) -> options.multicastGroups(List.of(of(group))));
	}

	@Test
	void unknownInterfaceIsRefused() {
		refused("multicast.interface", "no such network interface",
				(options) -> options.multicastInterface("nowhere0"));
		refused("multicast.interface", "no such network interface",
				(options) -> options.multicastInterface("203.0.113.9"));
	}

	@Test
	void interfaceWithoutGroupsIsRefused() throws Exception {
		String name = NetworkInterface.networkInterfaces().findFirst().orElseThrow().getName();
		refused("multicast.interface", "no 'multicast.groups'", (options) -> options.multicastInterface(name));
	}

	@ParameterizedTest
	@CsvSource({ "INET, ff12::7712, address-family", "INET6, 239.77.1.2, address-family" })
	void groupOfAnotherFamilyIsRefused(StandardProtocolFamily family, String group, String reason) {
		refused("multicast.groups", reason,
				(options) -> options.addressFamily(family).multicastGroups(List.of(of(group))));
	}

	@Test
	void groupsOfBothFamiliesAreRefused() {
		refused("multicast.groups", "a server each",
				(options) -> options.multicastGroups(List.of(of(GROUP), of(INET6_GROUP))));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 239.77.1.2, listens on 127.0.0.1 alone", "::1, 239.77.1.2, does not fit",
			"127.0.0.1, ff12::7712, listens on 127.0.0.1 alone" })
	void addressOnWhichTheGroupIsNotHeardIsRefused(String address, String group, String reason) {
		ServerOptions options = ServerOptions.builder().multicastGroups(List.of(of(group))).build();
		assertThatExceptionOfType(InvalidServerOptionException.class)
			.isThrownBy(() -> new UdpServer(new InetSocketAddress(address, 0), ECHO, options))
			.withMessageContaining(reason);
	}

	@Test
	void addressCanBeThatOfTheGroup() throws Exception {
		InetAddress group = InetAddress.getByName(GROUP);
		NetworkInterface networkInterface = requireInterface(group);
		ServerOptions options = ServerOptions.builder()
			.multicastGroups(List.of(group))
			.multicastInterface(networkInterface.getName())
			.build();
		try (UdpServer server = new UdpServer(new InetSocketAddress(group, 0), (request) -> {
		}, options); MulticastClient client = new MulticastClient(group, networkInterface)) {
			server.start();
			client.send("hello", new InetSocketAddress(group, port(server)));
			assertThat(server.handleRequest(LIMIT)).isTrue();
		}
	}

	private static boolean joinsUnasked(NetworkInterface candidate) {
		try {
			return candidate.isUp() && candidate.supportsMulticast()
					&& candidate.inetAddresses().anyMatch((address) -> !(address instanceof Inet6Address));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void refused(String option, String reason, Consumer<ServerOptionsBuilder> set) {
		assertThatExceptionOfType(InvalidServerOptionException.class).isThrownBy(() -> {
			ServerOptionsBuilder options = ServerOptions.builder();
			set.accept(options);
			new UdpServer(new InetSocketAddress(0), ECHO, options.build()).close();
		}).withMessageContaining(reason).satisfies((failure) -> assertThat(failure.getOption()).isEqualTo(option));
	}

	private static UdpServer server(InetAddress group, String networkInterface) {
		ServerOptionsBuilder options = ServerOptions.builder().multicastGroups(List.of(group));
		if (networkInterface != null) {
			options.multicastInterface(networkInterface);
		}
		return new UdpServer(new InetSocketAddress(0), ECHO, options.build());
	}

	private static int port(BaseServer server) {
		return ((InetSocketAddress) server.serverAddress()).getPort();
	}

	private static NetworkInterface requireInterface(InetAddress group) throws IOException {
		Optional<NetworkInterface> found = MulticastClient.findInterface(group);
		assumeTrue(found.isPresent(), () -> "no network interface of this machine can " + group.getHostAddress());
		return found.get();
	}

	private static boolean isJoined(InetAddress group) throws IOException {
		Path memberships = Path.of("/proc/net/igmp");
		assumeTrue(Files.isReadable(memberships), "there is no /proc/net/igmp here");
		byte[] address = group.getAddress();
		String hex = "%02X%02X%02X%02X".formatted(address[3], address[2], address[1], address[0]);
		return Files.readString(memberships).toUpperCase(Locale.ROOT).contains(hex);
	}

	private static InetAddress of(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
