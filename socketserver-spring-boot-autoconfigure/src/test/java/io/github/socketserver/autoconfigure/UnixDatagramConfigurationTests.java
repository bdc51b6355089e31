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

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.server.UnixDatagramServer;
import io.github.socketserver.testsupport.UnixDatagramClient;
import io.github.socketserver.transport.MissingTransportException;
import io.github.socketserver.transport.NativeTransport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for Unix datagram servers in an application context.
 */
class UnixDatagramConfigurationTests {

	@TempDir
	Path folder;

	@Test
	void pathAndSocketTypeMakeAUnixDatagramServer() {
		runner().withPropertyValues("socketserver.servers.length.path-permissions=rw-rw----",
				"socketserver.servers.length.max_packet_size=7B", "socketserver.servers.length.send-buffer-size=40KB")
			.run((context) -> {
				BaseServer server = (BaseServer) context.getBean(SocketServers.class).get("length").orElseThrow();
				assertThat(server.type()).isEqualTo(ServerType.UNIX_DATAGRAM).hasToString("unix-datagram");
				assertThat(server).isInstanceOf(UnixDatagramServer.class);
				assertThat(context.getEnvironment().getProperty("local.socketserver.length.path"))
					.isEqualTo(path().toString());
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-rw----");
				try (UnixDatagramClient client = UnixDatagramClient.bound(server.serverAddress())) {
					client.send("hello");
					assertThat(client.receiveLine()).isEqualTo("5");
					client.send("hello world");
					assertThat(client.receiveLine()).isEqualTo("7");
				}
				context.close();
				assertThat(this.folder).isEmptyDirectory();
			});
	}

	@Test
	void serverCanBeABean() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean("length", UnixDatagramServer.class,
					() -> new UnixDatagramServer(path(), (request) -> request.reply("bean")))
			.run((context) -> {
				try (UnixDatagramClient client = UnixDatagramClient
					.bound(context.getBean(UnixDatagramServer.class).serverAddress())) {
					client.send("hello");
					assertThat(client.receiveLine()).isEqualTo("bean");
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "request-queue-size=5", "allow-reuse-address=true", "allow-reuse-port=true",
			"keep-alive=true", "disable-nagle-algorithm=true", "receive-buffer-size=4KB" })
	void keyThatItCannotHonourIsRefused(String property) {
		runner().withPropertyValues("socketserver.servers.length." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.asInstanceOf(InstanceOfAssertFactories.type(FailureAnalyzedException.class))
				.satisfies((failure) -> assertThat(failure.analysis().getDescription())
					.contains("A unix-datagram server has no such option")));
	}

	@Test
	void withoutNettyTheStartIsRefusedWithTheCoordinates() {
		runner().withClassLoader(new FilteredClassLoader("io.netty"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.asInstanceOf(InstanceOfAssertFactories.type(FailureAnalyzedException.class))
				.satisfies((failure) -> {
					assertThat(failure.analysis().getDescription()).isEqualTo(
							"Server 'length' cannot be created: Unix datagram sockets need Netty's native transport, which is not on the class path.");
					assertThat(failure.analysis().getAction()).matches(
							"Add the dependency 'io\\.netty:netty-transport-native-\\w+:\\w+-\\w+', which is group, artifact and classifier; Spring Boot manages its version\\.");
				}));
	}

	@Test
	void failureOfABeanIsAnalyzedToo() {
		assertThatExceptionOfType(MissingTransportException.class)
			.isThrownBy(() -> NativeTransport.require(new FilteredClassLoader("io.netty")))
			.satisfies((missing) -> {
				FailureAnalysis analysis = new ServerBindFailureAnalyzer()
					.analyze(new ServerBindException("bean", UnixDomainSocketAddress.of(path()), missing));
				assertThat(analysis.getDescription()).startsWith("Server 'bean' cannot listen on " + path())
					.endsWith("Netty's native transport, which is not on the class path.");
				assertThat(analysis.getAction()).isEqualTo(missing.getRemedy());
			});
	}

	private Path path() {
		return this.folder.resolve("s");
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withUserConfiguration(LengthConfiguration.class)
			.withPropertyValues("socketserver.servers.length.path=" + path(),
					"socketserver.servers.length.socket-type=datagram");
	}

	@Configuration(proxyBeanMethods = false)
	static class LengthConfiguration {

		@Bean
		@RequestHandler
		DatagramHandler length() {
			return (request) -> request.reply(String.valueOf(request.packet().length));
		}

	}

}
