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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.Connection;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many threads that write to many connections.
 */
class LoopPushTests {

	private static final int CLIENTS = 20;

	private static final int THREADS = 8;

	private static final int LINES = 400;

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX_STREAM" })
	void linesOfManyThreadsNeverMixAndKeepTheirOrder(ServerType type) throws Exception {
		Set<Connection> room = ConcurrentHashMap.newKeySet();
		TracedProtocol member = new TracedProtocol() {

			@Override
			public void connectionMade(Connection connection) {
				room.add(connection);
			}

			@Override
			void lineReceived(Connection connection, String line) {
				// and to all the others, from a callback
				for (int i = 0; i < LINES; i++) {
					push(room, THREADS, i);
				}
			}

		};
		try (RunningServer server = EventLoopFixture.run(type, () -> member,
				(options) -> options.maxPendingWrite(64 * 1024 * 1024).writeHighWaterMark(10_000))) {
			List<CompletableFuture<List<String>>> received = new ArrayList<>();
			List<StreamClient> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				clients.add((StreamClient) server.connect());
			}
			Awaitility.await().until(() -> room.size() == CLIENTS);
			for (StreamClient client : clients) {
				received.add(CompletableFuture.supplyAsync(() -> receive(client, (THREADS + 1) * LINES)));
			}
			List<Thread> threads = new ArrayList<>();
			for (int number = 0; number < THREADS; number++) {
				int sender = number;
				threads.add(new Thread(() -> {
					for (int i = 0; i < LINES; i++) {
						push(room, sender, i);
					}
				}));
			}
			threads.forEach(Thread::start);
			clients.get(0).send("you, too\n");
			for (Thread thread : threads) {
				thread.join();
			}
			for (CompletableFuture<List<String>> lines : received) {
				verify(lines.get(60, TimeUnit.SECONDS));
			}
		}
	}

	private static void push(Set<Connection> room, int sender, int number) {
		for (Connection connection : room) {
			connection.write(line(sender, number) + "\n");
		}
	}

	private static String line(int sender, int number) {
		// short ones and such as are too long to be held
		return sender + ":" + number + ":"
				+ String.valueOf((char) ('a' + sender)).repeat((number % 50 == 7) ? 9000 : number % 30);
	}

	private static void verify(List<String> lines) {
		int[] next = new int[THREADS + 1];
		for (String line : lines) {
			int sender = Integer.parseInt(line.substring(0, line.indexOf(':')));
			assertThat(line).isEqualTo(line(sender, next[sender]++));
		}
		assertThat(next).containsOnly(LINES);
	}

	private static List<String> receive(StreamClient client, int count) {
		List<String> lines = new ArrayList<>();
		try {
			while (lines.size() < count) {
				lines.add(String.valueOf(client.receiveLine()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return lines;
	}

}
