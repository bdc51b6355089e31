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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for long streams through a child, to a client that reads slowly: processes whose
 * heap holds a fraction of them pass them on. With a gigabyte: <pre>
 * ./mvnw -pl socketserver-spring-boot-autoconfigure test -Dtest=BulkTests -Dbulk.megabytes=1024
 * </pre>
 */
class BulkTests {

	private static final int MEGABYTES = Integer.getInteger("bulk.megabytes", 100);

	private static final int PIECE = 64 * 1024;

	private static final int PIECES = MEGABYTES * 16;

	@TempDir
	private Path temporary;

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void longStreamIsTheSameInBothDirectionsAndTakesNoMemory() throws Exception {
		try (ServerProcess server = ServerProcess.start(this.temporary,
				List.of("-Xmx32m", "-XX:MaxDirectMemorySize=8m", "-XX:+ExitOnOutOfMemoryError"), Echo.class, "0",
				"-Xmx32m", "-XX:MaxDirectMemorySize=8m"); StreamClient client = server.connect()) {
			CompletableFuture<String> sent = Background.call(() -> send(client));
			// all buffers on the way fill up meanwhile
			TimeUnit.MILLISECONDS.sleep(500);
			assertThat(sent).isNotDone();
			String received = receive(client);
			assertThat(received).isEqualTo(sent.get());
			assertThat(server.process().isAlive()).isTrue();
			assertThat(server.printed()).noneMatch((line) -> line.contains("ERROR"));
		}
	}

	private static String send(StreamClient client) throws Exception {
		Random random = new Random(1);
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		byte[] piece = new byte[PIECE];
		for (int i = 0; i < PIECES; i++) {
			random.nextBytes(piece);
			digest.update(piece);
			client.send(piece);
		}
		client.shutdownOutput();
		return HexFormat.of().formatHex(digest.digest());
	}

	private static String receive(StreamClient client) throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		long count = 0;
		for (byte[] piece = client.receiveSome(); piece.length > 0; piece = client.receiveSome()) {
			digest.update(piece);
			if (count / (8 * 1024 * 1024) < (count + piece.length) / (8 * 1024 * 1024)) {
				TimeUnit.MILLISECONDS.sleep(20);
			}
			count += piece.length;
		}
		assertThat(count).isEqualTo((long) PIECES * PIECE);
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Sends back what it reads.
	 */
	static final class Echo implements Handler<Request> {

		@Override
		public void handle(Request request) throws IOException {
			request.input().transferTo(request.output());
		}

	}

}
