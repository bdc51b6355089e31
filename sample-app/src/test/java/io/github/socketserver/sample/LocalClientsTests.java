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

package io.github.socketserver.sample;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketserver.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LocalClients}.
 */
class LocalClientsTests {

	@ParameterizedTest
	@MethodSource("clients")
	void onlyClientsOfThisMachineAreLetIn(SocketAddress client, boolean expected) {
		Request request = mock();
		given(request.clientAddress()).willReturn(client);
		assertThat(new LocalClients().verifyRequest(request)).isEqualTo(expected);
	}

	private static Stream<Arguments> clients() {
		return Stream.of(Arguments.of(new InetSocketAddress("127.0.0.1", 1), true),
				Arguments.of(new InetSocketAddress("::1", 1), true), Arguments.of(UnixDomainSocketAddress.of(""), true),
				Arguments.of(new InetSocketAddress("192.0.2.1", 1), false),
				Arguments.of(new InetSocketAddress("2001:db8::1", 1), false));
	}

}
