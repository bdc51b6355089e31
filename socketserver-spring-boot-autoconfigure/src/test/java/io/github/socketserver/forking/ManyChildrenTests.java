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

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.OpenDescriptors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what many children leave behind, which is nothing.
 */
class ManyChildrenTests {

	private static final int CLIENTS = 4;

	@Tag("slow")
	@Test
	@Timeout(value = 20, unit = TimeUnit.MINUTES)
	void thousandCrashesLeaveNothingBehind() throws Exception {
		crash(CLIENTS, 1);
		long processes = ProcessHandle.current().children().count();
		long before = OpenDescriptors.count();
		List<ChildEnd> ends = crash(CLIENTS, 1000 / CLIENTS);
		assertThat(ends).filteredOn(ChildEnd.CRASHED::equals).hasSize(1000);
		// with those that have ended and nobody has waited for
		Eventually.asserted(() -> assertThat(ProcessHandle.current().children().count()).isEqualTo(processes));
		OpenDescriptors.awaitAtMost(before);
	}

	private static List<ChildEnd> crash(int clients, int times) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try (Logs logs = new Logs();
				ForkedServer server = ForkedSetup.tcp(Halting.class)
					.children((children) -> children.maxChildren(clients).spareChildren(2))
					.run()) {
			Callable<Void> client = () -> {
				for (int i = 0; i < times; i++) {
					crash(server);
				}
				return null;
			};
			for (Future<Void> done : threads.invokeAll(IntStream.range(0, clients).mapToObj((i) -> client).toList())) {
				done.get();
			}
			assertThat(server.children()).hasSizeLessThanOrEqualTo(clients);
			assertThat(server.leftovers().folders()).hasSize(1);
			assertThat(LiveThreads.named("socketserver-")).hasSizeLessThan(10 * clients);
			assertThat(logs.errors()).hasSize(clients * times);
			return server.trace().ends();
		}
		finally {
			threads.shutdown();
		}
	}

	private static void crash(ForkedServer server) throws Exception {
		try (Client connection = server.connect()) {
			connection.send("crash\n");
			assertThat(connection.receiveLine()).isNull();
		}
	}

	@Test
	void stopsLeaveNoDescriptorsBehind() throws Exception {
		startAndStop();
		long before = OpenDescriptors.count();
		for (int i = 0; i < 3; i++) {
			startAndStop();
		}
		OpenDescriptors.awaitAtMost(before);
	}

	private static void startAndStop() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1).spareChildren(1).requestsPerChild(2))
			.run()) {
			assertThat(server.ask("")).endsWith(" 1");
			server.trace().awaitSpare(1);
			server.children().forEach(ProcessHandle::destroyForcibly);
			server.trace().awaitSpare(0);
			server.trace().awaitSpare(1);
		}
	}

	/**
	 * Ends its process.
	 */
	static final class Halting implements Handler<Request> {

		@Override
		public void handle(Request request) {
			Runtime.getRuntime().halt(42);
		}

	}

}
