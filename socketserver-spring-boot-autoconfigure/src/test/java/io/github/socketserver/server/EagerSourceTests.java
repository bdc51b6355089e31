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

package io.github.socketserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.Request;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.RunningServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link EagerSource}.
 */
class EagerSourceTests {

	private static final Deadline NOW = Deadline.after(Duration.ZERO);

	private DatagramChannel socket;

	private EagerSource<ByteBuffer> source;

	private final List<ByteBuffer> discarded = new ArrayList<>();

	@BeforeEach
	void open() throws IOException {
		this.socket = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.source = new EagerSource<>(SelectorSource.open(this.socket), () -> receive(this.socket),
				this.discarded::add);
	}

	@AfterEach
	void close() throws IOException {
		this.source.close();
		this.socket.close();
	}

	@Test
	void whatIsThereIsKeptUntilPolledOverAPauseAndAnotherWait() throws IOException {
		send("1");
		send("2");
		assertThat(this.source.await(Deadline.NEVER)).isTrue();
		this.source.pause(NOW);
		assertThat(this.source.await(Deadline.NEVER)).isTrue();
		assertThat(this.source.poll().array()).asString().isEqualTo("1");
		this.source.taken();
		assertThat(this.source.poll().array()).asString().isEqualTo("2");
		assertThat(this.source.poll()).isNull();
		assertThat(this.source.await(NOW)).isFalse();
	}

	@Test
	void wakeEndsTheNextWait() throws IOException {
		this.source.wake();
		assertThat(this.source.await(Deadline.NEVER)).isFalse();
		this.source.wake();
		this.source.pause(Deadline.NEVER);
		assertThat(this.source.await(NOW)).isFalse();
	}

	@Test
	void failureBelongsToWhoPolls() throws IOException {
		this.socket.close();
		assertThat(this.source.await(Deadline.NEVER)).isTrue();
		assertThatIOException().isThrownBy(this.source::poll).isInstanceOf(ClosedChannelException.class);
	}

	@Test
	void whatIsRefusedIsOfferedAgain() throws IOException {
		send("1");
		for (int i = 0; i < 99; i++) {
			assertThat(this.source.await(Deadline.NEVER)).isTrue();
			this.source.taken();
		}
		assertThat(this.source.poll().array()).asString().isEqualTo("1");
	}

	@Test
	void whoReceivesFromTheChannelIsToldOfItAlone() throws IOException {
		send("1");
		for (int i = 0; i < 100; i++) {
			assertThat(this.source.await(Deadline.NEVER)).isTrue();
			this.source.taken();
		}
		assertThat(this.source.await(NOW)).isFalse();
		assertThat(this.discarded).hasSize(1);
		send("2");
		assertThat(this.source.await(Deadline.NEVER)).isTrue();
		assertThat(this.socket.receive(ByteBuffer.allocate(10))).isNotNull();
		this.source.taken();
		assertThat(this.source.await(NOW)).isFalse();
	}

	@Test
	void serverWhoseOverrideReceivesByItselfServes() throws Exception {
		DatagramHandler unused = (request) -> {
		};
		UdpServer server = new UdpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), unused) {

			@Override
			protected Request getRequest() throws IOException {
				ByteBuffer data = ByteBuffer.allocate(100);
				var client = ((DatagramChannel) channel()).receive(data);
				if (client != null) {
					send("own".getBytes(), client);
				}
				return null;
			}

		};
		try (RunningServer running = RunningServer.of(server); Client client = running.connect()) {
			// the first one may have been received before the override asks
			client.send("1");
			client.send("2");
			assertThat(client.receiveLine()).isEqualTo("own");
		}
	}

	@Test
	void whatNobodyHasPolledIsDiscardedAtTheClose() throws IOException {
		send("1");
		assertThat(this.source.await(Deadline.NEVER)).isTrue();
		this.source.close();
		assertThat(this.discarded).hasSize(1);
	}

	@Test
	void connectionThatIsTakenButNotServedAtAStopIsServedLaterOrClosed() throws Exception {
		TcpServer server = new TcpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
				(StreamHandler) (request) -> request.output().write("served\n"));
		server.start();
		try (Client first = Client.connect(server.type(), server.serverAddress())) {
			assertThat(server.handleRequest(Duration.ofSeconds(20))).isTrue();
			assertThat(first.receiveLine()).isEqualTo("served");
			try (Client second = Client.connect(server.type(), server.serverAddress())) {
				server.close();
				assertThat(second.receiveLine()).isEqualTo("served");
			}
		}
		finally {
			server.closeNow();
		}
	}

	private static @Nullable ByteBuffer receive(DatagramChannel socket) throws IOException {
		ByteBuffer data = ByteBuffer.allocate(1);
		return (socket.receive(data) != null) ? data : null;
	}

	private void send(String text) throws IOException {
		try (DatagramChannel client = DatagramChannel.open()) {
			client.send(ByteBuffer.wrap(text.getBytes()), this.socket.getLocalAddress());
		}
	}

}
