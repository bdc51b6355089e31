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
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The multicast groups of a UDP server. Closing the socket leaves them.
 */
final class MulticastMembership {

	private static final String GROUPS = "multicast.groups";

	// Anything else would be asked of a name server
	private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.%a-z]*");

	private final List<InetAddress> groups;

	private final @Nullable String interfaceName;

	private final @Nullable StandardProtocolFamily family;

	/**
	 * Create the memberships that a server asks for.
	 * @param options the options of the server
	 * @param address where it listens
	 * @throws InvalidServerOptionException if it cannot have them
	 */
	MulticastMembership(ServerOptions options, SocketAddress address) {
		this.groups = options.multicastGroups();
		this.interfaceName = options.multicastInterface();
		this.family = this.groups.isEmpty() ? options.addressFamily() : familyOf(this.groups.get(0));
		if (this.groups.isEmpty() && this.interfaceName != null) {
			throw new InvalidServerOptionException("multicast.interface", this.interfaceName,
					"There are no 'multicast.groups' to use it for");
		}
		for (InetAddress group : this.groups) {
			check(group, options.addressFamily(),
					(address instanceof InetSocketAddress inetAddress) ? inetAddress.getAddress() : null);
		}
	}

	private void check(InetAddress group, @Nullable StandardProtocolFamily wanted, @Nullable InetAddress address) {
		String name = group.getHostAddress();
		if (familyOf(group) != this.family) {
			throw new InvalidServerOptionException(GROUPS, name, "IPv4 and IPv6 groups need a server each");
		}
		if (wanted != null && familyOf(group) != wanted) {
			throw new InvalidServerOptionException(GROUPS, name,
					"The group '%s' does not fit to an 'address-family' of '%s'".formatted(name,
							(wanted == StandardProtocolFamily.INET) ? "inet" : "inet6"));
		}
		if (address instanceof Inet6Address && this.family == StandardProtocolFamily.INET) {
			throw new InvalidServerOptionException(GROUPS, name,
					"The group '%s' does not fit to the address '%s'".formatted(name, address.getHostAddress()));
		}
		if (address != null && !address.isAnyLocalAddress() && !address.equals(group)) {
			// The kernel compares the target of a datagram with the address of the socket
			throw new InvalidServerOptionException(GROUPS, name,
					"A server that listens on %s alone does not receive what is sent to '%s'"
						.formatted(address.getHostAddress(), name));
		}
	}

	private static StandardProtocolFamily familyOf(InetAddress address) {
		return (address instanceof Inet6Address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
	}

	/**
	 * Return the family that the socket has to have: on Linux one of both families cannot
	 * join a group of IPv4.
	 * @return the family, or {@code null} for both
	 */
	@Nullable StandardProtocolFamily family() {
		return this.family;
	}

	void join(DatagramChannel socket) throws IOException {
		for (InetAddress group : this.groups) {
			for (NetworkInterface networkInterface : interfaces(group)) {
				socket.join(group, networkInterface);
			}
		}
		if (this.interfaceName != null) {
			socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, require(this.interfaceName));
		}
	}

	private List<NetworkInterface> interfaces(InetAddress group) throws IOException {
		List<NetworkInterface> interfaces = new ArrayList<>();
		if (this.interfaceName != null) {
			interfaces.add(require(this.interfaceName));
		}
		else {
			for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
				if (candidate.isUp() && candidate.supportsMulticast()) {
					interfaces.add(candidate);
				}
			}
		}
		interfaces.removeIf(
				(candidate) -> candidate.inetAddresses().noneMatch((address) -> familyOf(address) == familyOf(group)));
		if (interfaces.isEmpty()) {
			throw new SocketException("%s join the group %s, set 'multicast.interface' to a network interface that can"
				.formatted((this.interfaceName != null) ? this.interfaceName + " cannot" : "no network interface can",
						group.getHostAddress()));
		}
		return interfaces;
	}

	private static NetworkInterface require(String name) throws IOException {
		NetworkInterface found = find(name);
		if (found == null) {
			throw new SocketException("there is no network interface " + name);
		}
		return found;
	}

	/**
	 * Find a network interface.
	 * @param name its name or one of its addresses
	 * @return the interface, or {@code null}
	 */
	static @Nullable NetworkInterface find(String name) {
		try {
			NetworkInterface named = NetworkInterface.getByName(name);
			return (named != null || !LITERAL.matcher(name).matches()) ? named
					: NetworkInterface.getByInetAddress(InetAddress.getByName(name));
		}
		catch (UnknownHostException | SocketException ex) {
			return null;
		}
	}

}
