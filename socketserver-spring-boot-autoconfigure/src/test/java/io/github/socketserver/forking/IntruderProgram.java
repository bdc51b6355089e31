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

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A process that connects to the socket of another one's child.
 */
public final class IntruderProgram {

	private IntruderProgram() {
	}

	/**
	 * Connect, guess a token, and print what becomes of it.
	 * @param arguments the path of the socket
	 * @throws IOException if there is no such socket
	 */
	public static void main(String[] arguments) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
			channel.write(ByteBuffer.allocate(5 + 2 + 8).putInt(1, 10).flip().limit(15));
			System.out.println((channel.read(ByteBuffer.allocate(1)) < 0) ? "closed" : "answered");
		}
		catch (IOException ex) {
			System.out.println("closed");
		}
	}

}
