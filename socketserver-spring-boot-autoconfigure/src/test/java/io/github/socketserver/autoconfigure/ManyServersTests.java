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

package io.github.socketserver.autoconfigure;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a context with many servers.
 */
class ManyServersTests {

	private static final int SERVERS = 50;

	private static final Duration GRACE_PERIOD = Duration.ofSeconds(4);

	@Test
	void allOfThemStopWithinOneGracePeriod() {
		CountDownLatch busy = new CountDownLatch(SERVERS);
		String[] properties = IntStream.range(0, SERVERS)
			.mapToObj((server) -> "socketserver.servers.server%d.port=0".formatted(server))
			.toArray(String[]::new);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocketServerAutoConfiguration.class))
			.withBean("endless", EndlessHandler.class, () -> new EndlessHandler(busy))
			.withPropertyValues(properties)
			.withPropertyValues("socketserver.defaults.handler=endless",
					"socketserver.defaults.shutdown-grace-period=" + GRACE_PERIOD.toSeconds())
			.run((context) -> {
				List<Socket> clients = new ArrayList<>();
				for (int server = 0; server < SERVERS; server++) {
					clients.add(LoopbackClient.connect(context, "server" + server));
				}
				assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
				long begin = System.nanoTime();
				context.close();
				// one after the other they would take fifty times as long
				assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(GRACE_PERIOD)
					.isLessThan(GRACE_PERIOD.multipliedBy(SERVERS / 2));
				for (Socket client : clients) {
					assertThat(client.getInputStream().read()).isEqualTo(-1);
					client.close();
				}
			});
	}

	record EndlessHandler(CountDownLatch busy) implements Handler<Request> {

		@Override
		public void handle(Request request) throws Exception {
			this.busy.countDown();
			new CountDownLatch(1).await();
		}

	}

}
