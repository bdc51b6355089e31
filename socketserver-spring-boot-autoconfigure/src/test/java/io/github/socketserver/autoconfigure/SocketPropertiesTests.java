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

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.ServerSocketCustomizer;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.UdpServer;
import io.github.socketserver.testsupport.MulticastClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the properties that act on sockets, seen there.
 */
class SocketPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
		.withUserConfiguration(SocketConfiguration.class);

	private final ApplicationContextRunner tcpRunner = this.contextRunner
		.withPropertyValues("socketserver.servers.server.address=127.0.0.1", "socketserver.servers.server.port=0");

	private final ApplicationContextRunner udpRunner = this.tcpRunner
		.withPropertyValues("socketserver.servers.server.socket-type=datagram");

	@Test
	void addressIsTheOnlyOneThatListens() {
		this.tcpRunner.run((context) -> {
			int port = LoopbackClient.port(context, "server");
			assertThat(LoopbackClient.ask(port, "")).isEqualTo("served");
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> LoopbackClient.connect(InetAddress.getByName("127.0.0.2"), port));
		});
	}

	@Test
	void withoutAddressAllOfThemListen() {
		this.contextRunner.withPropertyValues("socketserver.servers.server.port=0").run((context) -> {
			int port = LoopbackClient.port(context, "server");
			try (Socket socket = LoopbackClient.connect(InetAddress.getByName("127.0.0.2"), port)) {
				assertThat(LoopbackClient.readAll(socket)).isEqualTo("served");
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "inet6, true", "inet, false" })
	void addressFamilyDecidesOnInet6(String family, boolean listens) throws IOException {
		InetAddress loopback = InetAddress.getByName("::1");
		assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "there is no IPv6 here");
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.port=0",
					"socketserver.servers.server.address-family=" + family)
			.run((context) -> {
				int port = LoopbackClient.port(context, "server");
				assertThat(LoopbackClient.ask(port, "")).isEqualTo("served");
				assertThat(accepts(loopback, port)).isEqualTo(listens);
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 77 })
	void requestQueueSizeIsTheBacklogOfTheListener(int size) {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/ss")), "there is no ss(8) here");
		this.tcpRunner.withPropertyValues("socketserver.servers.server.request-queue-size=" + size).run((context) -> {
			Process ss = new ProcessBuilder("/usr/bin/ss", "-ltnH",
					"sport = :" + LoopbackClient.port(context, "server"))
				.start();
			String[] columns = new String(ss.getInputStream().readAllBytes()).strip().split(" +");
			assertThat(columns[2]).isEqualTo(String.valueOf(size));
		});
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", true" })
	void allowReuseAddressIsSetOnListener(String value, boolean expected) {
		with(this.tcpRunner, "allow-reuse-address", value)
			.run((context) -> assertThat(option(context, StandardSocketOptions.SO_REUSEADDR)).isEqualTo(expected));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", false" })
	void allowReuseAddressIsSetOnDatagramSocket(String value, boolean expected) {
		with(this.udpRunner, "allow-reuse-address", value)
			.run((context) -> assertThat(option(context, StandardSocketOptions.SO_REUSEADDR)).isEqualTo(expected));
	}

	@Test
	void allowReusePortLetsTwoContextsShareAPort() {
		ApplicationContextRunner sharing = this.tcpRunner
			.withPropertyValues("socketserver.servers.server.allow-reuse-port=true");
		sharing.run((first) -> {
			int port = LoopbackClient.port(first, "server");
			sharing.withPropertyValues("socketserver.servers.server.port=" + port)
				.run((second) -> assertThat(LoopbackClient.port(second, "server")).isEqualTo(port));
			this.tcpRunner.withPropertyValues("socketserver.servers.server.port=" + port)
				.run((third) -> assertThat(third).hasFailed());
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 5_000, 40_000 })
	void receiveBufferSizeIsSetBeforeBind(int size) {
		with(this.tcpRunner, "receive-buffer-size", size + "B")
			.run((context) -> assertThat(option(context, StandardSocketOptions.SO_RCVBUF)).isEqualTo(size));
		with(this.udpRunner, "receive-buffer-size", size + "B")
			.run((context) -> assertThat(option(context, StandardSocketOptions.SO_RCVBUF)).isEqualTo(size));
	}

	@Test
	void sendBufferSizeIsSetOnConnectionsAndDatagramSockets() {
		with(this.tcpRunner, "send-buffer-size", "20KB").run((context) -> {
			LoopbackClient.ask(context, "server", "");
			assertThat(context.getBean(Sockets.class).sendBufferSize).isEqualTo(20 * 1024);
		});
		with(this.udpRunner, "send-buffer-size", "20KB")
			.run((context) -> assertThat(option(context, StandardSocketOptions.SO_SNDBUF)).isEqualTo(20 * 1024));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", false" })
	void broadcastLetsTheServerSendToAll(String value, boolean expected) {
		with(this.udpRunner, "broadcast", value).run((context) -> {
			assertThat(option(context, StandardSocketOptions.SO_BROADCAST)).isEqualTo(expected);
			UdpServer server = (UdpServer) context.getBean(SocketServers.class).get("server").orElseThrow();
			try (DatagramSocket client = new DatagramSocket()) {
				InetSocketAddress everybody = new InetSocketAddress("127.255.255.255", client.getLocalPort());
				if (!expected) {
					assertThatIOException().isThrownBy(() -> server.send("news".getBytes(), everybody))
						.withMessageContaining("Permission denied");
					return;
				}
				server.send("news".getBytes(), everybody);
				client.setSoTimeout(10_000);
				DatagramPacket packet = new DatagramPacket(new byte[10], 10);
				client.receive(packet);
				assertThat(new String(packet.getData(), 0, packet.getLength())).isEqualTo("news");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "multicast.groups", "multicast.groups[0]" })
	void multicastGroupsAreJoinedOnTheInterface(String key) throws IOException {
		InetAddress group = InetAddress.getByName("239.77.2.1");
		Optional<NetworkInterface> reached = MulticastClient.findInterface(group);
		assumeTrue(reached.isPresent(), "no network interface of this machine can multicast");
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.port=0",
					"socketserver.servers.server.socket_type=datagram",
					"socketserver.servers.server.%s=239.77.2.1".formatted(key),
					"socketserver.servers.server.multicast.interface=" + reached.get().getName())
			.run((context) -> {
				try (MulticastClient client = new MulticastClient(group, reached.get())) {
					client.send("hello", new InetSocketAddress(group, LoopbackClient.port(context, "server")));
					assertThat(client.receive(Duration.ofSeconds(10))).isEqualTo("served");
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", true" })
	void disableNagleAlgorithmIsSetOnConnections(String value, boolean expected) {
		with(this.tcpRunner, "disable-nagle-algorithm", value).run((context) -> {
			LoopbackClient.ask(context, "server", "");
			assertThat(context.getBean(Sockets.class).noDelay).isEqualTo(expected);
		});
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", ", false" })
	void keepAliveIsSetOnConnections(String value, boolean expected) {
		with(this.tcpRunner, "keep-alive", value).run((context) -> {
			LoopbackClient.ask(context, "server", "");
			assertThat(context.getBean(Sockets.class).keepAlive).isEqualTo(expected);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-rw----", "rwxrwxrwx", "rw-------" })
	void pathPermissionsAreThoseOfTheFile(String permissions, @TempDir Path folder) {
		Path path = folder.resolve("s");
		this.contextRunner
			.withPropertyValues("socketserver.servers.server.path=" + path,
					"socketserver.servers.server.path_permissions=" + permissions)
			.run((context) -> {
				assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString(permissions));
				assertThat(LoopbackClient.askUnix(context, "server", "")).isEqualTo("served");
			});
	}

	private static ApplicationContextRunner with(ApplicationContextRunner runner, String key, String value) {
		return (value != null) ? runner.withPropertyValues("socketserver.servers.server.%s=%s".formatted(key, value))
				: runner;
	}

	private static <T> T option(ConfigurableApplicationContext context, SocketOption<T> option) throws IOException {
		Set<NetworkChannel> bound = context.getBean(Sockets.class).servers;
		assertThat(bound).hasSize(1);
		return bound.iterator().next().getOption(option);
	}

	private static boolean accepts(InetAddress address, int port) throws IOException {
		try (Socket socket = LoopbackClient.connect(address, port)) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	static class Sockets {

		final Set<NetworkChannel> servers = ConcurrentHashMap.newKeySet();

		volatile boolean noDelay;

		volatile boolean keepAlive;

		volatile int sendBufferSize;

		void inspect(StreamRequest request) throws IOException {
			Object link = ReflectionTestUtils.getField(request, "link");
			SocketChannel connection = (SocketChannel) ReflectionTestUtils.getField(link, "channel");
			if (connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
				this.noDelay = connection.getOption(StandardSocketOptions.TCP_NODELAY);
				this.keepAlive = connection.getOption(StandardSocketOptions.SO_KEEPALIVE);
				this.sendBufferSize = connection.getOption(StandardSocketOptions.SO_SNDBUF);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SocketConfiguration {

		@Bean
		Sockets sockets() {
			return new Sockets();
		}

		@Bean
		ServerSocketCustomizer socketCollector(Sockets sockets) {
			return sockets.servers::add;
		}

		@Bean
		@RequestHandler
		Handler<Request> server(Sockets sockets) {
			return (request) -> {
				if (request instanceof StreamRequest stream) {
					sockets.inspect(stream);
				}
				request.output().write("served");
			};
		}

	}

}
