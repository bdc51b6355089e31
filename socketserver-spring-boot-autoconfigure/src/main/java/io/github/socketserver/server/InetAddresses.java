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
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of TCP and UDP servers and their families.
 */
final class InetAddresses {

	private InetAddresses() {
	}

	/**
	 * Open a channel.
	 * @param <C> the type of the channel
	 * @param family its family, or {@code null} for both
	 * @param both opens a channel of both
	 * @param one opens a channel of the family
	 * @return the channel
	 * @throws IOException if it cannot be opened
	 */
	static <C> C open(@Nullable StandardProtocolFamily family, Opener<C> both, FamilyOpener<C> one) throws IOException {
		if (family == StandardProtocolFamily.UNIX) {
			throw new InvalidServerOptionException("address-family", family, "A server with a port has no such family");
		}
		return (family != null) ? one.open(family) : both.open();
	}

	/**
	 * Check that an address can be bound by a socket of a family.
	 * @param address the address
	 * @param family the family, or {@code null} for both
	 * @return the address
	 * @throws IOException if it is of no known host
	 */
	static InetSocketAddress check(SocketAddress address, @Nullable StandardProtocolFamily family) throws IOException {
		if (!(address instanceof InetSocketAddress inetAddress)) {
			throw new InvalidServerOptionException("address", address, "Expected a host and a port");
		}
		if (inetAddress.isUnresolved()) {
			throw new UnknownHostException("Unknown host " + inetAddress.getHostString());
		}
		boolean inet6 = inetAddress.getAddress() instanceof Inet6Address;
		if (family == StandardProtocolFamily.INET && inet6) {
			throw new InvalidServerOptionException("address-family", "inet",
					"'%s' is an IPv6 address".formatted(inetAddress.getHostString()));
		}
		return inetAddress;
	}

	/**
	 * Opens a channel for IPv4 and IPv6.
	 *
	 * @param <C> the type of the channel
	 */
	interface Opener<C> {

		C open() throws IOException;

	}

	/**
	 * Opens a channel for one family.
	 *
	 * @param <C> the type of the channel
	 */
	interface FamilyOpener<C> {

		C open(ProtocolFamily family) throws IOException;

	}

}
