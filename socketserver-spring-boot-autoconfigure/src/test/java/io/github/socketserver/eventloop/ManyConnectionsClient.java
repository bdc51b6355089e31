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

package io.github.socketserver.eventloop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * The program that {@link ManyConnectionsTests} runs: a client with many connections,
 * which sends and checks some lines on each, lets them idle, and does so again when it is
 * told to.
 */
public final class ManyConnectionsClient {

	private static final int LINES = 3;

	private ManyConnectionsClient() {
	}

	/**
	 * Connect and talk.
	 * @param arguments the port of the server, and how many connections to open
	 * @throws IOException if the server does not answer as it should
	 */
	public static void main(String[] arguments) throws IOException {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
		int count = Integer.parseInt(arguments[1]);
		List<SocketChannel> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			SocketChannel connection = SocketChannel.open(address);
			connections.add(connection);
			talk(connection, i);
		}
		System.out.println("idle");
		Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
		while (commands.hasNextLine() && "talk".equals(commands.nextLine())) {
			// all at once, then all the answers
			for (int i = 0; i < count; i++) {
				send(connections.get(i), i);
			}
			for (int i = 0; i < count; i++) {
				check(connections.get(i), i);
			}
			System.out.println("talked");
		}
		for (SocketChannel connection : connections) {
			if (connection.read(ByteBuffer.allocate(1)) != -1) {
				throw new IOException("The server has not closed a connection");
			}
		}
		System.out.println("all closed by the server");
	}

	private static void talk(SocketChannel connection, int number) throws IOException {
		send(connection, number);
		check(connection, number);
	}

	private static void send(SocketChannel connection, int number) throws IOException {
		connection.write(ByteBuffer.wrap(lines(number)));
	}

	private static void check(SocketChannel connection, int number) throws IOException {
		byte[] expected = lines(number);
		ByteBuffer answer = ByteBuffer.allocate(expected.length);
		while (answer.hasRemaining()) {
			if (connection.read(answer) < 0) {
				throw new IOException("The server has closed connection " + number);
			}
		}
		if (!answer.flip().equals(ByteBuffer.wrap(expected))) {
			throw new IOException("Wrong answer on connection " + number);
		}
	}

	private static byte[] lines(int number) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < LINES; i++) {
			lines.append("line ").append(i).append(" of connection ").append(number).append('\n');
		}
		return lines.toString().getBytes(StandardCharsets.UTF_8);
	}

}
