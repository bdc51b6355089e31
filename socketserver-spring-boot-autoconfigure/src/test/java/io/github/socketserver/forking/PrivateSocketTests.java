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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the socket where a child, and nobody else, may connect.
 */
class PrivateSocketTests {

	private static final String TOKEN = "0123456789abcdef";

	private static final long PID = 4711;

	@ParameterizedTest
	@EnumSource(Intruder.class)
	void intruderIsClosedAndTheChildIsStillTaken(Intruder intruder, @TempDir Path folder) throws Exception {
		Path path = folder.resolve("socket");
		try (ChildSocket socket = new ChildSocket(path, TOKEN)) {
			CompletableFuture<ChildConnection> taken = Background.call(() -> socket.accept(PID));
			try (SocketChannel channel = connect(path)) {
				send(channel, intruder.bytes);
				CompletableFuture<Boolean> closed = closed(channel);
				if (intruder.waits) {
					socket.expireGreeting(System.nanoTime() + Duration.ofSeconds(4).toNanos());
					Eventually.until(() -> {
						socket.expireGreeting(System.nanoTime() + Duration.ofSeconds(6).toNanos());
						return closed.isDone();
					});
				}
				assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
				assertThat(taken).isNotDone();
			}
			try (SocketChannel child = connect(path)) {
				send(child, hello(TOKEN, PID));
				ChildConnection connection = taken.get(20, TimeUnit.SECONDS);
				connection.sendHeader(new byte[3]);
				assertThat(child.read(ByteBuffer.allocate(10))).isPositive();
				connection.close();
			}
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void folderOfTheSocketsIsThatOfTheUserAlone() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.spareChildren(1))
			.run()) {
			server.trace().awaitSpare(1);
			assertThat(server.leftovers().folders()).singleElement()
				.satisfies((folder) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
					.isEqualTo("rwx------"));
		}
	}

	@Test
	void otherProcessOfTheSameUserIsClosedAndTheChildStillServes(@TempDir Path folder) throws Exception {
		Path gate = folder.resolve("gate");
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.program(SlowStart.program(Working.class))
			.children((children) -> children.spareChildren(1).jvmOptions(SlowStart.options(gate)))
			.run()) {
			Eventually.until(() -> sockets(server).size() == 1);
			Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), IntruderProgram.class.getName(),
					sockets(server).get(0).toString())
				.start();
			assertThat(other.inputReader().readLine()).isEqualTo("closed");
			assertThat(other.waitFor()).isZero();
			Files.createFile(gate);
			assertThat(server.ask("")).endsWith(" 1");
		}
	}

	@Test
	void childHasOneConnectionForEachRequestHoweverOftenItGreets(@TempDir Path folder) throws Exception {
		Path report = folder.resolve("report");
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.program(new ChildProgram(GreetingOften.class.getName(), ChildMain.program("none").parameters()))
			.children((children) -> children.spareChildren(1)
				.maxChildren(1)
				.requestsPerChild(2)
				.jvmOptions(GreetingOften.options(report)))
			.run()) {
			Eventually.until(() -> Files.exists(report) && !Files.readString(report).isEmpty());
			assertThat(server.ask("")).isEqualTo("first");
			assertThat(server.ask("")).isEqualTo("second");
			Eventually.asserted(() -> assertThat(Files.readAllLines(report)).containsExactly("spare: closed",
					"active: closed", "ending: closed"));
		}
	}

	private static List<Path> sockets(ForkedServer server) throws IOException {
		try (Stream<Path> files = Files.list(server.leftovers().folders().get(0))) {
			return files.filter((file) -> file.toString().endsWith(".sock")).toList();
		}
	}

	private static SocketChannel connect(Path path) throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(path));
	}

	/**
	 * Send what may not all be taken.
	 */
	private static void send(SocketChannel channel, byte[] data) {
		try {
			ByteBuffer rest = ByteBuffer.wrap(data);
			while (rest.hasRemaining()) {
				channel.write(rest);
			}
		}
		catch (IOException ex) {
			// closed in the middle
		}
	}

	private static CompletableFuture<Boolean> closed(SocketChannel channel) {
		return Background.call(() -> {
			try {
				return channel.read(ByteBuffer.allocate(1)) < 0;
			}
			catch (IOException ex) {
				// with what it has not read
				return true;
			}
		});
	}

	private static byte[] hello(String token, long pid) {
		return frame(FrameType.HELLO.ordinal(), token, pid);
	}

	private static byte[] frame(int type, String token, long pid) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		try (DataOutputStream inner = new DataOutputStream(content);
				DataOutputStream outer = new DataOutputStream(frame)) {
			inner.writeUTF(token);
			inner.writeLong(pid);
			outer.writeByte(type);
			outer.writeInt(content.size());
			outer.write(content.toByteArray());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return frame.toByteArray();
	}

	private enum Intruder {

		WRONG_TOKEN(hello("0123456789abcdee", PID), false),

		NO_TOKEN(hello("", PID), false),

		BEGINNING_OF_THE_TOKEN(hello("0123456789abcde", PID), false),

		WRONG_PROCESS(hello(TOKEN, PID + 1), false),

		NO_GREETING(frame(FrameType.DONE.ordinal(), TOKEN, PID), false),

		UNKNOWN_FRAME(frame(99, TOKEN, PID), false),

		LONG_TOKEN(
				ByteBuffer.allocate(1024 * 1024).put(0, (byte) FrameType.HELLO.ordinal()).putInt(1, 1_000_000).array(),
				false),

		ENDLESS_TOKEN(ByteBuffer.allocate(5).put((byte) FrameType.HELLO.ordinal()).putInt(Integer.MAX_VALUE).array(),
				false),

		NEGATIVE_LENGTH(ByteBuffer.allocate(5).put((byte) FrameType.HELLO.ordinal()).putInt(-1).array(), false),

		SILENT(new byte[0], true),

		SILENT_AFTER_SOME_BYTES(new byte[] { (byte) FrameType.HELLO.ordinal(), 0 }, true);

		private final byte[] bytes;

		private final boolean waits;

		Intruder(byte[] bytes, boolean waits) {
			this.bytes = bytes;
			this.waits = waits;
		}

	}

}
