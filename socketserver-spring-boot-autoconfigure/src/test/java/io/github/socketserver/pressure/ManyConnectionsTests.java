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

package io.github.socketserver.pressure;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.LiveThreads;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what short connections leave behind: nothing.
 */
class ManyConnectionsTests {

	private static final int CLIENTS = 10_000;

	@Tag("slow")
	@EverySetup
	void tenThousandShortConnectionsLeaveNothingBehind(Setup setup) throws Exception {
		AtomicInteger received = new AtomicInteger();
		AtomicInteger closed = new AtomicInteger();
		Set<Request> open = ConcurrentHashMap.newKeySet();
		ServerListener counting = new ServerListener() {

			@Override
			public void requestReceived(Request request) {
				received.incrementAndGet();
				open.add(request);
			}

			@Override
			public void requestClosed(Request request) {
				closed.incrementAndGet();
				open.remove(request);
			}

		};
		long before = OpenDescriptors.count();
		List<WeakReference<Request>> requests = new CopyOnWriteArrayList<>();
		try (RunningServer running = setup.handling((request) -> {
			if (requests.size() < 100) {
				requests.add(new WeakReference<>(request));
			}
			request.output().write(request.input().readLine() + "\n");
		}).with((options) -> options.name("many")).toldTo(counting).run()) {
			long serving = OpenDescriptors.count();
			for (int i = 0; i < CLIENTS; i++) {
				try (Client client = Client.connect(setup.type(), running.address())) {
					client.send("hello\n");
					assertThat(client.receiveLine()).isEqualTo("hello");
				}
			}
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> closed.get() == CLIENTS);
			assertThat(received).hasValue(CLIENTS);
			assertThat(open).isEmpty();
			assertThat(LiveThreads.named("many-")).hasSizeLessThan(20);
			OpenDescriptors.awaitAtMost(serving);
			Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				System.gc();
				assertThat(requests).filteredOn((request) -> request.get() != null).hasSizeLessThan(20);
			});
		}
		OpenDescriptors.awaitAtMost(before);
		LiveThreads.awaitNone("many-");
	}

}
