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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.transport.DaemonThreads;

/**
 * Finds out whether somebody who has connected is the child.
 */
final class Hello {

	private static final int MAX_LENGTH = 1024;

	private static final long DEADLINE_SECONDS = 5;

	static final ScheduledThreadPoolExecutor TIMER = DaemonThreads.timer("socketserver-children-hello");

	private Hello() {
	}

	/**
	 * Wait for the first frame of a connection.
	 * @param channel the connection
	 * @param token what the child has been told
	 * @param pid the number of its process
	 * @param owner the user of this process
	 * @return the connection, or {@code null} if it is not the child's: it is closed
	 */
	static @Nullable ChildConnection check(SocketChannel channel, String token, long pid, UserPrincipal owner) {
		ChildConnection connection = new ChildConnection(channel);
		ScheduledFuture<?> deadline = TIMER.schedule(connection::close, DEADLINE_SECONDS, TimeUnit.SECONDS);
		try {
			if (isSameUser(channel, owner) && connection.nextFrame() == FrameType.HELLO
					&& isHello(connection.readFrame(MAX_LENGTH), token, pid) && deadline.cancel(false)) {
				return connection;
			}
		}
		catch (IOException ex) {
			// not the child
		}
		deadline.cancel(false);
		connection.close();
		return null;
	}

	private static boolean isSameUser(SocketChannel channel, UserPrincipal owner) throws IOException {
		return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
				|| owner.equals(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
	}

	private static boolean isHello(byte[] frame, String token, long pid) throws IOException {
		DataInputStream source = new DataInputStream(new ByteArrayInputStream(frame));
		byte[] theirs = source.readUTF().getBytes(StandardCharsets.UTF_8);
		// in constant time, so that the token cannot be guessed byte by byte
		return MessageDigest.isEqual(theirs, token.getBytes(StandardCharsets.UTF_8)) && source.readLong() == pid;
	}

}
