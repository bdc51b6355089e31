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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the text printed when servers and handlers do not fit.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandlerFailureTests {

	@Test
	void noHandler(CapturedOutput output) {
		assertThat(start(output, "free"))
			.isEqualTo(new StartupFailure("Server 'server' cannot be created: no handler is bound to it.",
					"Annotate a handler bean with @RequestHandler(\"server\"), "
							+ "or set 'socketserver.servers.server.handler' to the name of one."));
	}

	@Test
	void handlerOfUnknownServer(CapturedOutput output) {
		assertThat(start(output, "echo,stranger")).isEqualTo(new StartupFailure(
				"The handler 'stranger' is bound to the server 'nowhere', which is not declared. "
						+ "Declared servers: server.",
				"Declare it with 'socketserver.servers.nowhere.port' or 'socketserver.servers.nowhere.path', "
						+ "or correct the name in @RequestHandler."));
	}

	@Test
	void handlerWithoutAnyServer(CapturedOutput output) {
		StartupFailure failure = StartupFailure.start(output, "spring.profiles.active=stranger");
		assertThat(failure.description())
			.isEqualTo("The handler 'stranger' is bound to the server 'nowhere', which is not declared. "
					+ "Declared servers: none.");
	}

	@Test
	void twoHandlers(CapturedOutput output) {
		assertThat(start(output, "echo,second")).isEqualTo(
				new StartupFailure("Server 'server' cannot be created: it has 2 handlers, the beans 'echo', 'second'.",
						"Keep the name 'server' in the @RequestHandler annotation of only one of them."));
	}

	@Test
	void streamHandlerOfDatagramServer(CapturedOutput output) {
		assertThat(start(output, "echo", "socketserver.servers.server.socket-type=datagram"))
			.isEqualTo(new StartupFailure(
					"Server 'server' cannot be created: its handler 'echo' handles a StreamRequest, "
							+ "but a udp server receives a DatagramRequest.",
					"Declare the handler for a DatagramRequest, or set 'socketserver.servers.server.socket-type'."));
	}

	@Test
	void datagramHandlerOfStreamServer(CapturedOutput output) {
		assertThat(start(output, "datagram").description())
			.isEqualTo("Server 'server' cannot be created: its handler 'datagrams' handles a DatagramRequest, "
					+ "but a tcp server receives a StreamRequest.");
	}

	@Test
	void handlerOfUndeclaredRequests(CapturedOutput output) {
		assertThat(start(output, "raw")).isEqualTo(new StartupFailure(
				"Server 'server' cannot be created: its handler 'raw' does not declare which requests it handles.",
				"Declare it as StreamHandler, DatagramHandler or Handler<Request>."));
	}

	@Test
	void annotatedBeanThatIsNoHandler(CapturedOutput output) {
		assertThat(start(output, "none")).isEqualTo(new StartupFailure(
				"The bean 'none' is annotated with @RequestHandler but is no handler.",
				"Let it implement StreamHandler, DatagramHandler, Handler<Request> or StreamProtocol, or remove the annotation."));
	}

	private static StartupFailure start(CapturedOutput output, String profiles, String... properties) {
		String[] all = new String[properties.length + 2];
		all[0] = "spring.profiles.active=" + profiles;
		all[1] = "socketserver.servers.server.port=0";
		System.arraycopy(properties, 0, all, 2, properties.length);
		return StartupFailure.start(output, all);
	}

}
