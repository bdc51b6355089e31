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

package io.github.socketserver.testsupport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends to a multicast group and receives what is sent back to it.
 */
public final class MulticastClient implements AutoCloseable {

	private static final Duration PROBE = Duration.ofSeconds(1);

	private final DatagramChannel channel;

	private final Selector selector = Selector.open();

	public MulticastClient(InetAddress group, NetworkInterface networkInterface) throws IOException {
		this.channel = open(group);
		this.channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, networkInterface);
		this.channel.bind(new InetSocketAddress(0));
		this.channel.configureBlocking(false);
		this.channel.register(this.selector, SelectionKey.OP_READ);
	}

	private static DatagramChannel open(InetAddress group) throws IOException {
		return DatagramChannel
			.open((group instanceof Inet6Address) ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
	}

	/**
	 * Find a network interface of this machine over which a group can be reached from
	 * this machine, without the servers of this project.
	 * @param group the group
	 * @return the interface, if there is one
	 * @throws IOException if the interfaces cannot be listed
	 */
	public static Optional<NetworkInterface> findInterface(InetAddress group) throws IOException {
		return NetworkInterface.networkInterfaces().filter((candidate) -> reaches(group, candidate)).findFirst();
	}

	private static boolean reaches(InetAddress group, NetworkInterface candidate) {
		try (DatagramChannel receiver = open(group);
				MulticastClient client = new MulticastClient(group, candidate);
				Selector selector = Selector.open()) {
			receiver.bind(new InetSocketAddress(0));
			receiver.join(group, candidate);
			receiver.configureBlocking(false);
			receiver.register(selector, SelectionKey.OP_READ);
			client.send("probe", new InetSocketAddress(group, receiver.socket().getLocalPort()));
			return selector.select(PROBE.toMillis()) > 0;
		}
		catch (IOException | IllegalArgumentException ex) {
			return false;
		}
	}

	public void send(String text, InetSocketAddress target) throws IOException {
		this.channel.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), target);
	}

	/**
	 * Receive a text.
	 * @param limit how long to wait at most
	 * @return the text, or {@code null} if none came
	 * @throws IOException if the socket fails
	 */
	public String receive(Duration limit) throws IOException {
		this.selector.select(limit.toMillis());
		this.selector.selectedKeys().clear();
		ByteBuffer buffer = ByteBuffer.allocate(0xFFFF);
		return (this.channel.receive(buffer) != null) ? StandardCharsets.UTF_8.decode(buffer.flip()).toString() : null;
	}

	@Override
	public void close() throws IOException {
		this.selector.close();
		this.channel.close();
	}

}
