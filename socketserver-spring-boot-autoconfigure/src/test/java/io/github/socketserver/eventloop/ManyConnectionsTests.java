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

import java.io.BufferedReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Request;
import io.github.socketserver.ServerListener;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.server.Overflow;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.OpenDescriptors;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for nine thousand connections at the same time, whose clients are another
 * process: each of the two needs as many descriptors.
 */
class ManyConnectionsTests {

	private static final int CONNECTIONS = 9000;

	private static final int OTHER_DESCRIPTORS = 500;

	// by the JDK, for the first process and the first connection
	private static final int OPENED_ONCE = 5;

	private final AtomicInteger received = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	@Test
	void nineThousandClientsAreServedByAFewThreads() throws Exception {
		assumeThat(maxDescriptors()).as("descriptors that a process may have, 'ulimit -n'")
			.isGreaterThan(CONNECTIONS + OTHER_DESCRIPTORS);
		long before = OpenDescriptors.count();
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		StreamProtocol echoing = (connection, data) -> {
			threads.add(Thread.currentThread());
			EventLoopFixture.echo(connection, data);
		};
		Process process = null;
		try (RunningServer server = EventLoopFixture.run(ServerType.TCP, () -> echoing,
				(options) -> options.maxConnections(CONNECTIONS + 1).overflow(Overflow.REJECT),
				new ServerHooks(List.of(), List.of(), List.of(), List.of(), List.of(counting())))) {
			process = startClient(((InetSocketAddress) server.address()).getPort());
			BufferedReader said = process.inputReader();
			assertThat(said.readLine()).isEqualTo("idle");
			assertThat(this.received).hasValue(CONNECTIONS);
			assertThat(this.closed).hasValue(0);
			assertThat(threads).hasSizeLessThanOrEqualTo(EventLoopGroup.shared().threads());
			// one more is served while they all idle
			try (Client client = server.connect()) {
				client.send("hello\n");
				assertThat(client.receiveLine()).isEqualTo("hello");
			}
			Writer commands = process.outputWriter();
			commands.write("talk\n");
			commands.flush();
			assertThat(said.readLine()).isEqualTo("talked");
			server.server().close();
			commands.close();
			assertThat(said.readLine()).isEqualTo("all closed by the server");
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(this.closed).hasValue(CONNECTIONS + 1);
		}
		finally {
			if (process != null) {
				process.destroyForcibly().waitFor();
			}
		}
		OpenDescriptors.awaitAtMost(before + OPENED_ONCE);
	}

	private ServerListener counting() {
		return new ServerListener() {

			@Override
			public void requestReceived(Request request) {
				ManyConnectionsTests.this.received.incrementAndGet();
			}

			@Override
			public void requestClosed(Request request) {
				ManyConnectionsTests.this.closed.incrementAndGet();
			}

		};
	}

	private static Process startClient(int port) throws Exception {
		// the JVM raises its soft limit to the hard one by itself
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
				Path.of(ManyConnectionsClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
					.toString(),
				ManyConnectionsClient.class.getName(), String.valueOf(port), String.valueOf(CONNECTIONS))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static long maxDescriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? system.getMaxFileDescriptorCount() : 0;
	}

}
