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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.springframework.context.ApplicationContext;

/**
 * Asks servers of this machine over plain sockets.
 */
public final class LoopbackClient {

	private static final int TIMEOUT_MILLIS = 60_000;

	private LoopbackClient() {
	}

	public static int port(ApplicationContext context, String server) {
		return context.getEnvironment().getRequiredProperty("local.socketserver.%s.port".formatted(server), int.class);
	}

	public static Socket connect(ApplicationContext context, String server) throws IOException {
		return connect(InetAddress.getLoopbackAddress(), port(context, server));
	}

	public static Socket connect(InetAddress address, int port) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
		return socket;
	}

	public static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	public static String readLine(Socket socket) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int read = socket.getInputStream().read(); read != -1
				&& read != '\n'; read = socket.getInputStream().read()) {
			line.write(read);
		}
		return line.toString(StandardCharsets.UTF_8);
	}

	public static String readAll(Socket socket) throws IOException {
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	public static String ask(ApplicationContext context, String server, String text) throws IOException {
		return ask(port(context, server), text);
	}

	public static String ask(int port, String text) throws IOException {
		try (Socket socket = connect(InetAddress.getLoopbackAddress(), port)) {
			OutputStream out = socket.getOutputStream();
			out.write(text.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			return readAll(socket);
		}
	}

	public static String askDatagram(ApplicationContext context, String server, String text) throws IOException {
		try (DatagramSocket socket = new DatagramSocket()) {
			byte[] data = text.getBytes(StandardCharsets.UTF_8);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), port(context, server)));
			DatagramPacket reply = new DatagramPacket(new byte[0xFFFF], 0xFFFF);
			socket.receive(reply);
			return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.UTF_8);
		}
	}

	public static String askUnix(ApplicationContext context, String server, String text) throws IOException {
		String path = context.getEnvironment().getRequiredProperty("local.socketserver.%s.path".formatted(server));
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
			channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
			channel.shutdownOutput();
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			ByteBuffer buffer = ByteBuffer.allocate(1024);
			while (channel.read(buffer.clear()) != -1) {
				answer.write(buffer.array(), 0, buffer.position());
			}
			return answer.toString(StandardCharsets.UTF_8);
		}
	}

}
