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

package io.github.socketserver.forking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddressCodec}.
 */
class AddressCodecTests {

	@Test
	void addressesAreTheSameInTheOtherProcess() throws IOException {
		byte[] local = { (byte) 0xFE, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
		for (SocketAddress address : new SocketAddress[] { new InetSocketAddress("127.0.0.1", 65_535),
				new InetSocketAddress(InetAddress.getByName("::1"), 1), new InetSocketAddress("0.0.0.0", 0),
				new InetSocketAddress(Inet6Address.getByAddress(null, local, 7), 80),
				UnixDomainSocketAddress.of("/tmp/a b.sock"), UnixDomainSocketAddress.of("") }) {
			assertThat(inOtherProcess(address)).isEqualTo(address)
				.hasToString(address.toString())
				.hasSameClassAs(address);
		}
	}

	@Test
	void addressOfAnotherKindKeepsItsTextAndEqualsOthersWithIt() throws IOException {
		SocketAddress address = inOtherProcess(new OtherAddress());
		assertThat(address).hasToString("@abstract").isEqualTo(inOtherProcess(new OtherAddress()));
		assertThat(address).hasSameHashCodeAs(inOtherProcess(new OtherAddress()));
	}

	private static SocketAddress inOtherProcess(SocketAddress address) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		AddressCodec.write(new DataOutputStream(bytes), address);
		return AddressCodec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
	}

	private static final class OtherAddress extends SocketAddress {

		private static final long serialVersionUID = 1L;

		@Override
		public String toString() {
			return "@abstract";
		}

	}

}
