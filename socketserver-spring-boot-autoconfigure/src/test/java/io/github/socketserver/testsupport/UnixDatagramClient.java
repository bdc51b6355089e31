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
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;

/**
 * A client of a Unix datagram server, over the descriptor itself.
 */
public final class UnixDatagramClient implements DatagramClient {

	private final Socket socket;

	private final SocketAddress server;

	private final String name;

	private UnixDatagramClient(SocketAddress server, String name) throws IOException {
		this.socket = Socket.newSocketDomainDgram();
		this.server = server;
		this.name = name;
		if (!name.isEmpty()) {
			this.socket.bind(new DomainSocketAddress(name));
		}
	}

	/**
	 * Return a client that has bound a path, and so has an address to reply to.
	 * @param server the address of the server
	 * @return the client
	 * @throws IOException if it cannot be had
	 */
	public static UnixDatagramClient bound(SocketAddress server) throws IOException {
		Path path = Files.createTempFile("client", ".sock");
		return new UnixDatagramClient(server, path.toString());
	}

	/**
	 * Return a client that has bound a path.
	 * @param path the path
	 * @param server the address of the server
	 * @return the client
	 * @throws IOException if it cannot be had
	 */
	public static UnixDatagramClient at(Path path, SocketAddress server) throws IOException {
		return new UnixDatagramClient(server, path.toString());
	}

	/**
	 * Return a client that has bound a name in the abstract namespace.
	 * @param server the address of the server
	 * @param name the name, without its NUL
	 * @return the client
	 * @throws IOException if it cannot be had
	 */
	public static UnixDatagramClient withAbstractName(SocketAddress server, String name) throws IOException {
		return new UnixDatagramClient(server, '\0' + name);
	}

	/**
	 * Return a client that has bound nothing.
	 * @param server the address of the server
	 * @return the client
	 * @throws IOException if it cannot be had
	 */
	public static UnixDatagramClient anonymous(SocketAddress server) throws IOException {
		return new UnixDatagramClient(server, "");
	}

	@Override
	public void send(byte[] data) throws IOException {
		long begin = System.nanoTime();
		while (!trySend(data) && data.length > 0) {
			pause(begin, "The queue of the server stays full");
		}
	}

	/**
	 * Send if there is room.
	 * @param data the bytes, at least one
	 * @return whether there was room in the queue of the server
	 * @throws IOException if it cannot be sent
	 */
	public boolean trySend(byte[] data) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(data.length).put(data).flip();
		byte[] path = this.server.toString().getBytes(StandardCharsets.UTF_8);
		return this.socket.sendToDomainSocket(buffer, 0, data.length, path) > 0;
	}

	@Override
	public byte[] receive() throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(0x40000);
		long begin = System.nanoTime();
		DomainDatagramSocketAddress sender = this.socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
		while (sender == null) {
			pause(begin, "No datagram");
			sender = this.socket.recvFromDomainSocket(buffer, 0, buffer.capacity());
		}
		byte[] data = new byte[sender.receivedAmount()];
		buffer.get(0, data);
		return data;
	}

	private static void pause(long begin, String failure) throws IOException {
		if (System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS)) {
			throw new SocketTimeoutException(failure);
		}
		try {
			TimeUnit.MICROSECONDS.sleep(200);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public String receiveLine() throws IOException {
		return new String(receive(), StandardCharsets.UTF_8).stripTrailing();
	}

	@Override
	public SocketAddress localAddress() {
		return UnixDomainSocketAddress.of(this.name);
	}

	@Override
	public SocketAddress remoteAddress() {
		return this.server;
	}

	/**
	 * Close, and leave the file where it is.
	 * @throws IOException if that fails
	 */
	public void closeSocket() throws IOException {
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		if (this.socket.isOpen()) {
			this.socket.close();
			if (this.name.startsWith("/")) {
				Files.deleteIfExists(Path.of(this.name));
			}
		}
	}

}
