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
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;

import jdk.net.ExtendedSocketOptions;

/**
 * Finds out whether somebody who has connected is the child.
 */
final class Hello {

	private static final int MAX_LENGTH = 1024;

	private Hello() {
	}

	/**
	 * Wait for the first frame of a connection. Somebody else closes it if that takes too
	 * long.
	 * @param connection the connection
	 * @param token what the child has been told
	 * @param pid the number of its process
	 * @return whether the connection is the child's
	 */
	static boolean check(ChildConnection connection, String token, long pid) {
		try {
			return connection.nextFrame() == FrameType.HELLO && isHello(connection.readFrame(MAX_LENGTH), token, pid);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Find out whether a connection comes from the user of this process.
	 * @param connection the connection
	 * @param owner the user of this process
	 * @return whether it is the same, or cannot be told
	 */
	static boolean isSameUser(ChildConnection connection, UserPrincipal owner) {
		SocketChannel channel = connection.channel();
		try {
			return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
					|| owner.equals(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isHello(byte[] frame, String token, long pid) throws IOException {
		DataInputStream source = new DataInputStream(new ByteArrayInputStream(frame));
		byte[] theirs = source.readUTF().getBytes(StandardCharsets.UTF_8);
		// in constant time, so that the token cannot be guessed byte by byte
		return MessageDigest.isEqual(theirs, token.getBytes(StandardCharsets.UTF_8)) && source.readLong() == pid;
	}

}
