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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.RequestOutputStream;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for input and output that is cut at random: the same messages and the same bytes,
 * whatever the cuts. The names of the tests hold the seeds.
 */
class RandomCutsTests {

	private static final int SEEDS = 40;

	@ParameterizedTest(name = "{0}, seed {1}")
	@MethodSource("typesAndSeeds")
	void messagesAndBytesAreTheSameWhateverTheCuts(ServerType type, long seed) throws Exception {
		Random random = new Random(seed);
		Conversation conversation = new Conversation(random);
		Reader reader = new Reader(conversation.kinds, new Random(seed + 1));
		try (RunningServer server = EventLoopFixture.run(type, () -> reader,
				(options) -> options.maxFrameLength(100_000)
					// small ones, so that both directions are held up often
					.writeHighWaterMark(1 + random.nextInt(5000))
					.maxPendingWrite(64 * 1024 * 1024))) {
			StreamClient client = (StreamClient) server.connect();
			CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> receiveAll(client));
			for (byte[] piece : cut(conversation.wire(), random)) {
				client.send(piece);
				if (random.nextInt(20) == 0) {
					Thread.yield();
				}
			}
			client.shutdownOutput();
			byte[] echo = received.get(30, TimeUnit.SECONDS);
			assertThat(reader.lost.get(30, TimeUnit.SECONDS)).as("end of seed %d", seed).isEqualTo("in order");
			assertThat(reader.messages).as("messages of seed %d", seed).hasSameSizeAs(conversation.messages);
			for (int i = 0; i < reader.messages.size(); i++) {
				assertThat(reader.messages.get(i)).as("message %d of seed %d", i, seed)
					.isEqualTo(conversation.messages.get(i));
			}
			assertThat(echo).as("echo of seed %d", seed).isEqualTo(conversation.payload());
		}
	}

	static Stream<Arguments> typesAndSeeds() {
		return Stream.of(ServerType.TCP, ServerType.UNIX_STREAM)
			.flatMap((type) -> LongStream.range(0, SEEDS).mapToObj((seed) -> Arguments.of(type, seed)));
	}

	private static byte[] receiveAll(StreamClient client) {
		try {
			return client.receiveAll();
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * Cut at random places: as one piece, into bytes, or something between.
	 */
	private static List<byte[]> cut(byte[] data, Random random) {
		int longest = switch (random.nextInt(4)) {
			case 0 -> 1;
			case 1 -> data.length;
			default -> 1 + random.nextInt(5000);
		};
		List<byte[]> pieces = new ArrayList<>();
		for (int position = 0; position < data.length;) {
			// nothing but bytes would take long
			int length = (longest == 1 && position > 3000) ? data.length - position
					: Math.min(data.length - position, 1 + random.nextInt(longest));
			pieces.add(Arrays.copyOfRange(data, position, position + length));
			position += length;
		}
		return pieces;
	}

	private enum Kind {

		LINE, FRAME, DELIMITED, BINARY

	}

	/**
	 * What a client says.
	 */
	private static final class Conversation {

		private static final int BINARY_LENGTH = 777;

		private final List<Kind> kinds = new ArrayList<>();

		private final List<byte[]> messages = new ArrayList<>();

		private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

		Conversation(Random random) throws Exception {
			RequestOutputStream output = new RequestOutputStream(this.wire);
			int count = 1 + random.nextInt(120);
			for (int i = 0; i < count; i++) {
				Kind kind = Kind.values()[random.nextInt(4)];
				byte[] message = new byte[(kind == Kind.BINARY) ? BINARY_LENGTH
						: random.nextInt((random.nextInt(15) == 0) ? 100_000 : 200)];
				random.nextBytes(message);
				if (kind == Kind.LINE || kind == Kind.DELIMITED) {
					for (int j = 0; j < message.length; j++) {
						message[j] = (byte) ('a' + (message[j] & 0xF));
					}
				}
				switch (kind) {
					case LINE -> output
						.write(new String(message, StandardCharsets.US_ASCII) + (random.nextBoolean() ? "\n" : "\r\n"));
					case FRAME -> output.writeFrame(3, message);
					case DELIMITED -> output.write(new String(message, StandardCharsets.US_ASCII) + "|");
					case BINARY -> output.write(message);
				}
				this.kinds.add(kind);
				this.messages.add(message);
			}
		}

		byte[] wire() {
			return this.wire.toByteArray();
		}

		byte[] payload() {
			ByteArrayOutputStream payload = new ByteArrayOutputStream();
			this.messages.forEach(payload::writeBytes);
			return payload.toByteArray();
		}

	}

	/**
	 * Takes what it expects, and sends it back in pieces. Now and then it rests, leaves a
	 * message for later, or hands the connection to another protocol.
	 */
	private static final class Reader implements StreamProtocol {

		private final List<Kind> kinds;

		private final Random random;

		private final List<byte[]> messages = new ArrayList<>();

		private final CompletableFuture<String> lost = new CompletableFuture<>();

		Reader(List<Kind> kinds, Random random) {
			this.kinds = kinds;
			this.random = random;
		}

		@Override
		public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
			byte[] message = next(data);
			while (message != null) {
				this.messages.add(message);
				reply(connection, message);
				switch (this.random.nextInt(12)) {
					case 0 -> {
						connection.pauseReading();
						connection.execute(connection::resumeReading);
						return;
					}
					case 1 -> {
						connection.setProtocol(new Delegate(this));
						return;
					}
					default -> {
						message = next(data);
					}
				}
			}
		}

		private byte @Nullable [] next(ByteBuffer data) throws Exception {
			int index = this.messages.size();
			if (index == this.kinds.size()) {
				assertThat(data.remaining()).isZero();
				return null;
			}
			return switch (this.kinds.get(index)) {
				case LINE -> {
					String line = Frames.readLine(data, 100_000);
					yield (line != null) ? line.getBytes(StandardCharsets.US_ASCII) : null;
				}
				case FRAME -> Frames.readFrame(data, 3, 100_000);
				case DELIMITED -> Frames.readUntil(data, '|', 100_000);
				case BINARY -> Frames.readExactly(data, Conversation.BINARY_LENGTH);
			};
		}

		private void reply(Connection connection, byte[] message) {
			if (message.length > 1000 && this.random.nextBoolean()) {
				connection.write(ByteBuffer.allocateDirect(message.length).put(message).flip());
				return;
			}
			for (int position = 0; position < message.length;) {
				int length = Math.min(message.length - position, 1 + this.random.nextInt(20_000));
				connection.write(ByteBuffer.wrap(message, position, length));
				position += length;
			}
		}

		@Override
		public void connectionLost(Connection connection, @Nullable Exception cause) {
			this.lost.complete((cause != null) ? cause.toString() : "in order");
		}

	}

	/**
	 * Another protocol that does the same.
	 *
	 * @param reader the one that it does the same as
	 */
	private record Delegate(StreamProtocol reader) implements StreamProtocol {

		@Override
		public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
			this.reader.dataReceived(connection, data);
		}

		@Override
		public void connectionLost(Connection connection, @Nullable Exception cause) throws Exception {
			this.reader.connectionLost(connection, cause);
		}

	}

}
