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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.DatagramHandler;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.SocketServer;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;
import io.github.socketserver.server.BaseServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SocketServerAutoConfiguration}: which servers there are and what they
 * answer.
 */
class SocketServerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class));

	private final ApplicationContextRunner echoRunner = this.contextRunner
		.withUserConfiguration(EchoConfiguration.class)
		.withPropertyValues("socketserver.servers.echo.address=127.0.0.1", "socketserver.servers.echo.port=0");

	@Test
	void whenNothingIsConfiguredThenThereIsNoServer() {
		this.contextRunner.run((context) -> assertThat(context.getBean(SocketServers.class).list()).isEmpty());
	}

	@Test
	void classHandlerServes() {
		this.contextRunner.withBean(UpperHandler.class)
			.withPropertyValues("socketserver.servers.upper.port=0")
			.run((context) -> assertThat(LoopbackClient.ask(context, "upper", "hello\n")).isEqualTo("HELLO\n"));
	}

	@Test
	void streamLambdaServes() {
		this.echoRunner
			.run((context) -> assertThat(LoopbackClient.ask(context, "echo", "hello\n")).isEqualTo("hello\n"));
	}

	@Test
	void datagramLambdaServes() {
		this.contextRunner.withUserConfiguration(DatagramConfiguration.class)
			.withPropertyValues("socketserver.servers.length.port=0",
					"socketserver.servers.length.socket-type=datagram")
			.run((context) -> assertThat(LoopbackClient.askDatagram(context, "length", "hello")).isEqualTo("5"));
	}

	@Test
	void lambdaForAnyRequestServesStreamsAndDatagrams(@TempDir Path folder) {
		this.contextRunner.withUserConfiguration(AnyRequestConfiguration.class)
			.withPropertyValues("socketserver.servers.tcp.port=0", "socketserver.servers.udp.port=0",
					"socketserver.servers.udp.socket-type=datagram",
					"socketserver.servers.unix.path=" + folder.resolve("s"))
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("tcp hello");
				assertThat(LoopbackClient.askDatagram(context, "udp", "hello\n")).isEqualTo("udp hello");
				assertThat(LoopbackClient.askUnix(context, "unix", "hello\n")).isEqualTo("unix hello");
			});
	}

	@Test
	void classHandlerForAnyRequestServesStreamsAndDatagrams() {
		this.contextRunner.withBean(AnyRequestHandler.class)
			.withPropertyValues("socketserver.servers.tcp.port=0", "socketserver.servers.udp.port=0",
					"socketserver.servers.udp.socket-type=datagram")
			.run((context) -> {
				assertThat(LoopbackClient.ask(context, "tcp", "hello\n")).isEqualTo("hello from tcp");
				assertThat(LoopbackClient.askDatagram(context, "udp", "hello\n")).isEqualTo("hello from udp");
			});
	}

	@Test
	void handlerPropertyBindsBeanWithoutAnnotation() {
		this.contextRunner.withBean("plain", PlainHandler.class)
			.withPropertyValues("socketserver.servers.echo.port=0", "socketserver.servers.echo.handler=plain")
			.run((context) -> assertThat(LoopbackClient.ask(context, "echo", "hello\n")).isEqualTo("plain hello"));
	}

	@Test
	void handlerPropertyBindsHandlerOfAnotherServer() {
		this.echoRunner
			.withPropertyValues("socketserver.servers.second.port=0", "socketserver.servers.second.handler=echo")
			.run((context) -> {
				assertThat(LoopbackClient.port(context, "second")).isNotEqualTo(LoopbackClient.port(context, "echo"));
				assertThat(LoopbackClient.ask(context, "second", "hello\n")).isEqualTo("hello\n");
			});
	}

	@Test
	void realAddressesArePublished(@TempDir Path folder) {
		this.echoRunner
			.withPropertyValues("socketserver.servers.unix.path=" + folder.resolve("s"),
					"socketserver.servers.unix.handler=echo")
			.run((context) -> {
				assertThat(LoopbackClient.port(context, "echo")).isPositive();
				assertThat(context.getEnvironment().getProperty("local.socketserver.unix.path"))
					.isEqualTo(folder.resolve("s").toString());
				assertThat(context.getEnvironment().getProperty("local.socketserver.unix.port")).isNull();
			});
	}

	@Test
	void whenDisabledThenNothingIsContributed() {
		this.echoRunner.withPropertyValues("socketserver.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(SocketServers.class);
			assertThat(context.getEnvironment().getProperty("local.socketserver.echo.port")).isNull();
		});
	}

	@Test
	void whenServerIsDisabledThenOnlyTheOthersAreThere() {
		this.echoRunner.withPropertyValues("socketserver.servers.off.enabled=false", "socketserver.servers.off.port=0")
			.run((context) -> {
				assertThat(context.getBean(SocketServers.class).list()).extracting(SocketServer::name)
					.containsExactly("echo");
				assertThat(context.getEnvironment().getProperty("local.socketserver.off.port")).isNull();
			});
	}

	@Test
	void whenServerOfAnnotatedHandlerIsDisabledThenContextStarts() {
		this.echoRunner.withPropertyValues("socketserver.servers.echo.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SocketServers.class).list()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "request-queue-size, socket-type, auto-startup", "request_queue_size, socket_type, auto_startup",
			"requestQueueSize, socketType, autoStartup", "REQUEST_QUEUE_SIZE, SOCKET_TYPE, AUTO_STARTUP" })
	void spellingsOfKeysActTheSame(String queueSize, String socketType, String autoStartup) {
		this.echoRunner
			.withPropertyValues("socketserver.servers.echo.%s=7".formatted(queueSize),
					"socketserver.servers.echo.%s=stream".formatted(socketType),
					"socketserver.servers.echo.%s=false".formatted(autoStartup))
			.run((context) -> {
				BaseServer echo = server(context.getBean(SocketServers.class), "echo");
				assertThat(echo.options().requestQueueSize()).isEqualTo(7);
				assertThat(echo.isRunning()).isFalse();
			});
	}

	@Test
	void unknownServerIsRefusedWithTheKnownNames() {
		this.echoRunner.run((context) -> {
			SocketServers servers = context.getBean(SocketServers.class);
			assertThat(servers.get("other")).isEmpty();
			assertThatIllegalArgumentException().isThrownBy(() -> servers.start("other"))
				.withMessage("There is no server 'other', only [echo]");
			assertThatIllegalArgumentException().isThrownBy(() -> servers.stop("other"));
		});
	}

	@Test
	void whenContextClosesThenPathIsRemoved(@TempDir Path folder) {
		Path path = folder.resolve("s");
		this.contextRunner.withBean(UpperHandler.class)
			.withPropertyValues("socketserver.servers.upper.path=" + path)
			.run((context) -> {
				assertThat(LoopbackClient.askUnix(context, "upper", "hello\n")).isEqualTo("HELLO\n");
				context.close();
				assertThat(folder).isEmptyDirectory();
				assertThat(Files.exists(path)).isFalse();
			});
	}

	private static BaseServer server(SocketServers servers, String name) {
		return (BaseServer) servers.get(name).orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class EchoConfiguration {

		@Bean
		@RequestHandler
		StreamHandler echo() {
			return (request) -> request.input().transferTo(request.output());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DatagramConfiguration {

		@Bean
		@RequestHandler("length")
		DatagramHandler measure() {
			return (request) -> request.reply(String.valueOf(request.packet().length));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnyRequestConfiguration {

		@Bean
		@RequestHandler({ "tcp", "udp", "unix" })
		Handler<Request> any() {
			return (request) -> request.output().write(request.server().name() + " " + request.input().readLine());
		}

	}

	@RequestHandler("upper")
	static class UpperHandler extends StreamRequestHandler {

		@Override
		protected void handle() throws Exception {
			for (String line = rfile().readLine(); line != null; line = rfile().readLine()) {
				wfile().write(line.toUpperCase() + "\n");
			}
		}

	}

	@RequestHandler({ "tcp", "udp" })
	static class AnyRequestHandler extends BaseRequestHandler<Request> {

		@Override
		protected void handle() throws Exception {
			wfile().write(rfile().readLine() + " from " + server().name());
		}

	}

	static class PlainHandler implements StreamHandler {

		@Override
		public void handle(StreamRequest request) throws Exception {
			request.output().write("plain " + request.input().readLine());
		}

	}

}
