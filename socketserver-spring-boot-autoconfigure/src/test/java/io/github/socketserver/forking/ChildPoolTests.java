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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.testsupport.Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how many children there are, and which one serves a request.
 */
class ChildPoolTests {

	@Test
	void atMostMaxChildrenServeAndTheOtherClientsWait() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(2))
			.run()) {
			Client first = server.connect();
			Client second = server.connect();
			first.send("one\n");
			second.send("two\n");
			server.notes().await("at gate one");
			server.notes().await("at gate two");
			List<Client> waiting = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				waiting.add(server.connect());
				waiting.get(i).send("\n");
			}
			assertThat(server.trace().active()).isEqualTo(2);
			assertThat(server.children()).hasSize(2);
			server.notes().open("one");
			server.notes().open("two");
			assertThat(first.receiveLine()).isNotNull();
			assertThat(second.receiveLine()).isNotNull();
			for (Client client : waiting) {
				assertThat(client.receiveLine()).endsWith(" 1");
			}
			assertThat(server.trace().mostActive()).isEqualTo(2);
		}
	}

	@Test
	void stopWorksAtTheLimit() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1))
			.run()) {
			Client busy = server.connect();
			busy.send("gate\n");
			server.notes().await("at gate gate");
			server.connect().send("\n");
			Background.run(server.server()::shutdown).get(20, TimeUnit.SECONDS);
			server.running().awaitEnd();
			server.notes().open("gate");
			assertThat(busy.receiveLine()).endsWith(" 1");
		}
	}

	@Test
	void requestThatWaitsForAChildIsCutWithTheOthers() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1))
			.with((options) -> options.maxConnections(2))
			.run()) {
			server.connect().send("gate\n");
			server.notes().await("at gate gate");
			Client waiting = server.connect();
			Eventually.asserted(() -> assertThat(server.trace().started()).isEqualTo(2));
			server.server().closeNow();
			assertThat(waiting.receiveLine()).isNull();
			Eventually.asserted(() -> assertThat(server.trace().failures()).isEqualTo(2));
			server.trace().awaitEnds(ChildEnd.KILLED);
		}
	}

	@Test
	void spareChildrenAreStartedAheadAndReplaced() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.spareChildren(2))
			.run()) {
			server.trace().awaitSpare(2);
			List<Long> spares = server.children().stream().map(ProcessHandle::pid).toList();
			assertThat(spares).hasSize(2);
			assertThat(spares).contains(Working.pid(server.ask("")));
			Eventually.asserted(() -> assertThat(server.trace().startTimes()).hasSize(3));
			server.trace().awaitSpare(2);
			Eventually.asserted(() -> assertThat(server.children()).hasSize(2));
			server.trace().awaitEnds(ChildEnd.RETIRED);
		}
	}

	@Test
	void maxChildrenIncludeTheSpareOnes() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.spareChildren(2).maxChildren(2))
			.run()) {
			server.trace().awaitSpare(2);
			Client busy = server.connect();
			busy.send("gate\n");
			server.notes().await("at gate gate");
			assertThat(server.trace().spare()).isOne();
			assertThat(server.children()).hasSize(2);
			server.notes().open("gate");
			assertThat(busy.receiveLine()).isNotNull();
			server.trace().awaitSpare(2);
		}
	}

	@Test
	void withoutSpareChildrenNoneIsStartedBeforeTheFirstRequest() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class).run()) {
			assertThat(server.children()).isEmpty();
			assertThat(server.ask("")).endsWith(" 1");
			Eventually.asserted(() -> assertThat(server.children()).isEmpty());
			assertThat(server.trace().startTimes()).hasSize(1);
		}
	}

	@Test
	void requestAfterAllSpareChildrenWereKilledIsServed() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.spareChildren(2))
			.run()) {
			server.trace().awaitSpare(2);
			List<ProcessHandle> spares = server.children();
			spares.forEach(ProcessHandle::destroyForcibly);
			spares.forEach((child) -> child.onExit().join());
			long pid = Working.pid(server.ask(""));
			assertThat(spares).extracting(ProcessHandle::pid).doesNotContain(pid);
			assertThat(server.trace().failures()).isZero();
			Eventually.asserted(() -> assertThat(server.trace().ends()).containsOnlyOnce(ChildEnd.RETIRED)
				.filteredOn(ChildEnd.CRASHED::equals)
				.hasSize(2));
		}
	}

	@Test
	void childServesAsManyRequestsAsItMayAndIsReplaced() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1).requestsPerChild(3))
			.run()) {
			List<String> replies = new ArrayList<>();
			for (int i = 0; i < 7; i++) {
				replies.add(server.ask(""));
			}
			assertThat(replies).extracting((reply) -> reply.split(" ")[1])
				.containsExactly("1", "2", "3", "1", "2", "3", "1");
			assertThat(replies.stream().map(Working::pid).collect(Collectors.groupingBy((pid) -> pid))).hasSize(3);
			server.trace().awaitEnds(ChildEnd.RETIRED, ChildEnd.RETIRED);
		}
	}

	@Test
	void manyClientsOfChildrenThatServeManyRequestsGetTheirOwnReplies() throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(ForkingParityTests.CountingEcho.class)
			.children((children) -> children.maxChildren(3).requestsPerChild(40))
			.run()) {
			List<CompletableFuture<Void>> clients = IntStream.range(0, 6)
				.mapToObj((client) -> Background.run(() -> ask(server, client, 50)))
				.toList();
			for (CompletableFuture<Void> client : clients) {
				client.get(60, TimeUnit.SECONDS);
			}
			Eventually.asserted(() -> assertThat(server.trace().finished()).hasSize(300));
			assertThat(server.trace().failures()).isZero();
			assertThat(server.trace().ends()).containsOnly(ChildEnd.RETIRED);
		}
	}

	private static void ask(ForkedServer server, int client, int times) throws Exception {
		for (int i = 0; i < times; i++) {
			try (Client connection = server.connect()) {
				String line = client + "-" + i;
				connection.send(line + "\n");
				assertThat(connection.receiveLine()).startsWith(line + " ");
			}
		}
	}

	@Test
	void endOfAChildIsNoticedWhileTheCommonPoolIsBusy() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		for (int i = 0; i < 10 * (ForkJoinPool.getCommonPoolParallelism() + 1); i++) {
			ForkJoinPool.commonPool().execute(() -> await(go));
		}
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.children((children) -> children.maxChildren(1).spareChildren(1))
			.run()) {
			assertThat(server.ask("")).endsWith(" 1");
			assertThat(server.ask("")).endsWith(" 1");
			go.countDown();
		}
		finally {
			go.countDown();
		}
	}

	private static void await(CountDownLatch go) {
		try {
			go.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
