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

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the text printed when the properties of a server are wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFailureTests {

	private static final String KEY = "socketserver.servers.server.";

	// key = value | what is wrong | the remedy, each with ~ for the prefix of the keys
	private static final String VALUES = """
			request-queue-size=0 | Expected at least 1. | Correct it, or remove it to have the default.
			max-connections=0 | Expected at least 1. | Correct it, or remove it to have the default.
			max-frame-length=0B | Expected at least 1. | Correct it, or remove it to have the default.
			receive-buffer-size=-1B | Expected at least 1. | Correct it, or remove it to have the default.
			shutdown-grace-period=-1s | Expected no less than 0. | Correct it, or remove it to have the default.
			charset=UTF-16 | Lines cannot be told in it: an end of line has to be the byte 0x0A. \
			| Correct it, or remove it to have the default.
			port=70000 | There is no such port. | Set it to 0 to 65535, 0 for any free port.
			port=-1 | There is no such port. | Set it to 0 to 65535, 0 for any free port.
			path=/tmp/s | A server listens on a path or on a port, not on both. | Remove '~path', or '~port' and '~address'.
			path-permissions=rw- | These are no file permissions. \
			| Set it to nine letters as ls(1) shows them, such as 'rw-rw----'.
			max-packet-size=1KB | A tcp server has no such option. | Remove it.
			truncated=drop | A tcp server has no such option. | Remove it.
			broadcast=true | A tcp server has no such option. | Remove it.
			multicast.groups=239.1.2.3 | A tcp server has no such option. | Remove it.
			multicast.interface=nowhere0 | This machine has no such network interface. \
			| Correct it, or remove it to have the default.
			handler=nobody | There is no such handler. \
			| Set it to the name of a bean of type io.github.socketserver.Handler or io.github.socketserver.StreamProtocol.
			handler=free | But the bean 'echo' is annotated with @RequestHandler("server"). \
			| Remove the property or the annotation.
			""";

	@ParameterizedTest
	@CsvSource(textBlock = VALUES, delimiter = '|', quoteCharacter = '`')
	void wrongValue(String property, String reason, String action, CapturedOutput output) {
		String[] parts = property.split("=");
		StartupFailure failure = parts[0].equals("port") ? start(output, "echo,free", property)
				: start(output, "echo,free", "port=0", property);
		assertThat(failure).isEqualTo(misconfigured(parts[0], parts[1], reason, action));
	}

	@ParameterizedTest
	@ValueSource(strings = { "keep-alive", "disable-nagle-algorithm", "allow-reuse-address", "allow-reuse-port" })
	void tcpOptionOnUnixServer(String key, CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "path=/nowhere/s", key + "=true");
		assertThat(failure)
			.isEqualTo(misconfigured(key, "true", "A unix-stream server has no such option.", "Remove it."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "daemon-threads", "block-on-close" })
	void threadOptionOnSynchronousServer(String key, CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", "concurrency=synchronous", key + "=true");
		assertThat(failure).isEqualTo(misconfigured(key, "true", "A synchronous server has no threads.",
				"Remove it, or set 'socketserver.servers.server.concurrency' to 'threading'."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			port=0              | multicast.groups=10.1.2.3     | '10.1.2.3' is no multicast address.
			port=0              | multicast.groups=239.1.1.1,::1 | '0:0:0:0:0:0:0:1' is no multicast address.
			port=0 address=127.0.0.1 | multicast.groups=239.1.1.1 \
			| A server that listens on 127.0.0.1 alone does not receive what is sent to '239.1.1.1'.
			port=0 address-family=inet | multicast.groups=ff12::1 \
			| The group 'ff12:0:0:0:0:0:0:1' does not fit to an 'address-family' of 'inet'.
			port=0 | multicast.groups=239.1.1.1,ff12::1 | IPv4 and IPv6 groups need a server each.
			""")
	void multicastGroupThatTheServerCannotHave(String others, String property, String reason, CapturedOutput output) {
		String[] properties = (others + " socket-type=datagram " + property).split(" ");
		StartupFailure failure = start(output, "datagram", properties);
		String[] parts = property.split("=");
		assertThat(failure)
			.isEqualTo(misconfigured(parts[0], parts[1], reason, "Correct it, or remove it to have the default."));
	}

	@Test
	void multicastGroupInAList(CapturedOutput output) {
		StartupFailure failure = start(output, "datagram", "port=0", "socket-type=datagram",
				"multicast.groups[0]=239.1.1.1", "multicast.groups[1]=10.1.2.3");
		assertThat(failure.description()).isEqualTo(
				"Server 'server' is misconfigured: '%smulticast.groups' is '239.1.1.1, 10.1.2.3' (%s). '10.1.2.3' is no multicast address."
					.formatted(KEY, StartupFailure.origin(KEY + "multicast.groups[0]")));
	}

	@Test
	void neitherPortNorPath(CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "request-queue-size=5");
		assertThat(failure)
			.isEqualTo(new StartupFailure("Server 'server' cannot be created: neither its port nor its path is set.",
					"Set 'socketserver.servers.server.port' for a TCP or UDP server, 0 for any free port, "
							+ "or 'socketserver.servers.server.path' for a Unix socket."));
	}

	@Test
	void unixFamilyWithoutPath(CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", "address-family=unix");
		assertThat(failure).isEqualTo(misconfigured("address-family", "unix",
				"A Unix socket has a path, and none is set.", "Set 'socketserver.servers.server.path'."));
	}

	@Test
	void inetFamilyWithInet6Address(CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", "address=::1", "address-family=inet");
		assertThat(failure).isEqualTo(misconfigured("address-family", "inet",
				"But 'socketserver.servers.server.address' is an IPv6 address.", "Remove it, or set it to 'inet6'."));
	}

	@Test
	void valueInTheSpellingOfTheUser(CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", "request_queue_size=0");
		assertThat(failure.description()).isEqualTo(
				"Server 'server' is misconfigured: 'socketserver.servers.server.request-queue-size' is '0' (%s). Expected at least 1."
					.formatted(StartupFailure.origin(KEY + "request_queue_size")));
	}

	@Test
	void unknownKeyInTheSpellingOfTheUser(CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", "request_queue_sizee=5");
		assertThat(failure.description()).contains("Origin: " + StartupFailure.origin(KEY + "request_queue_sizee"))
			.contains("left unbound");
		assertThat(failure.action()).isEqualTo("Update your application's configuration");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			overflow=drop     | REJECT, WAIT
			truncated=wait    | DELIVER, DROP
			concurrency=green | SYNCHRONOUS, THREADING
			socket-type=raw   | DATAGRAM, STREAM
			address-family=x  | INET, INET6, UNIX
			""")
	void unknownConstantWithTheKnownOnes(String property, String constants, CapturedOutput output) {
		StartupFailure failure = start(output, "echo", "port=0", property);
		assertThat(failure.description()).contains("Property: " + KEY + property.split("=")[0])
			.contains("Value: \"%s\"".formatted(property.split("=")[1]));
		assertThat(failure.action().lines().skip(1).map(String::strip).filter((line) -> !line.isEmpty()))
			.containsAll(Arrays.asList(constants.split(", ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[my.server]", "my_server", "MyServer", "my--server", "9lives" })
	void serverName(String name, CapturedOutput output) {
		StartupFailure failure = StartupFailure.start(output, "socketserver.servers.%s.port=0".formatted(name));
		assertThat(failure).isEqualTo(new StartupFailure(
				"Server '%s' cannot be created: its name is not allowed.".formatted(name.replaceAll("[\\[\\]]", "")),
				"Rename it: a letter, then letters and digits, all of lower case, "
						+ "with single hyphens between them, such as 'my-server'."));
	}

	@Test
	void serverNameWithBareDot(CapturedOutput output) {
		StartupFailure failure = StartupFailure.start(output, "socketserver.servers.my.server.port=0");
		assertThat(failure.description()).contains("socketserver.servers.my.server.port");
	}

	private static StartupFailure start(CapturedOutput output, String profiles, String... properties) {
		Stream<String> profile = Stream.of("spring.profiles.active=" + profiles);
		return StartupFailure.start(output,
				Stream.concat(profile, Arrays.stream(properties).map(KEY::concat)).toArray(String[]::new));
	}

	private static StartupFailure misconfigured(String key, String value, String reason, String action) {
		return new StartupFailure("Server 'server' is misconfigured: '%s%s' is '%s' (%s). %s".formatted(KEY, key, value,
				StartupFailure.origin(KEY + key), reason), action.replace("~", KEY));
	}

}
