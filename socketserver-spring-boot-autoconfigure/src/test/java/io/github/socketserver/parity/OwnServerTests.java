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

package io.github.socketserver.parity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.transport.ConnectionRequest;
import io.github.socketserver.transport.PacketRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for servers whose requests come from elsewhere than a listening socket, as
 * Python's {@code BaseServer} allows.
 */
class OwnServerTests {

	private static final SocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

	private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	@Test
	void requestsComeFromAQueue() throws Exception {
		QueueServer server = new QueueServer(this::note);
		try (RunningServer running = RunningServer.of(server)) {
			server.jobs.add("first");
			server.jobs.add("second");
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
			assertThat(running.server().isRunning()).isTrue();
		}
	}

	@Test
	void stopEndsTheWaitOfGetRequest() throws Exception {
		QueueServer server = new QueueServer(this::note);
		try (RunningServer running = RunningServer.of(server)) {
			server.jobs.add("first");
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
			server.shutdown();
			running.awaitEnd();
			server.jobs.add("second");
			assertThat(this.handled).isEmpty();
			assertThat(server.closed).hasValue(0);
		}
		assertThat(server.closed).hasPositiveValue();
	}

	@Test
	void stopDoesNotInterruptSynchronousHandler() throws Exception {
		CountDownLatch handling = new CountDownLatch(1);
		CountDownLatch stopped = new CountDownLatch(1);
		QueueServer server = new QueueServer((request) -> {
			handling.countDown();
			stopped.await();
			this.handled.add("interrupted: " + Thread.currentThread().isInterrupted());
		});
		try (RunningServer running = RunningServer.of(server)) {
			server.jobs.add("job");
			handling.await();
			Thread stopping = new Thread(server::shutdown);
			stopping.start();
			Awaitility.await().until(() -> !server.isRunning());
			stopped.countDown();
			stopping.join();
			running.awaitEnd();
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted: false");
		}
	}

	@Test
	void requestsComeFromAnyChannelThatCanBeSelected() throws Exception {
		Pipe pipe = Pipe.open();
		try (RunningServer running = RunningServer.of(new PipeServer(pipe, this::note))) {
			pipe.sink().write(ByteBuffer.wrap("ab".getBytes()));
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
			assertThat(this.handled.poll(20, TimeUnit.SECONDS)).isEqualTo("b");
			running.server().close();
			running.awaitEnd();
			assertThat(pipe.source().isOpen()).isFalse();
		}
	}

	@Test
	void serverConnectsToItsOnlyClient() throws Exception {
		try (ServerSocket client = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			OutboundServer server = new OutboundServer(client.getLocalSocketAddress(),
					(request) -> request.output().write(request.input().readLine() + "\n"));
			server.start();
			try (Socket socket = client.accept()) {
				socket.getOutputStream().write("hello\n".getBytes());
				assertThat(server.handleRequest(Duration.ZERO)).isTrue();
				assertThat(new String(socket.getInputStream().readAllBytes())).isEqualTo("hello\n");
			}
			finally {
				server.close();
			}
		}
	}

	@Test
	void serviceActionsAreCalledRegularlyIfAskedTo() throws Exception {
		CountDownLatch calls = new CountDownLatch(3);
		TcpServer server = new TcpServer(NOWHERE, this::note) {

			@Override
			public void serveForever() {
				serveForever(Duration.ofMillis(1));
			}

			@Override
			protected void serviceActions() {
				calls.countDown();
			}

		};
		try (RunningServer running = RunningServer.of(server)) {
			assertThat(calls.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(running.server().isRunning()).isTrue();
		}
	}

	private void note(Request request) throws IOException {
		this.handled.add(String.valueOf(request.input().readLine()));
	}

	/**
	 * Serves what is in a queue.
	 */
	private static final class QueueServer extends BaseServer {

		private final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();

		private final AtomicInteger closed = new AtomicInteger();

		QueueServer(Handler<Request> handler) {
			super(ServerType.UDP, NOWHERE, HandlerFactory.shared(handler),
					ServerOptions.builder().synchronous().build());
		}

		@Override
		protected void serverBind() {
		}

		@Override
		protected Request getRequest() throws InterruptedException {
			byte[] job = this.jobs.take().getBytes(StandardCharsets.UTF_8);
			return new PacketRequest(context(), job, false, NOWHERE, (data, target) -> {
			});
		}

		@Override
		protected void serverClose() {
			this.closed.incrementAndGet();
		}

	}

	/**
	 * Serves the bytes of a pipe.
	 */
	private static final class PipeServer extends BaseServer {

		private final Pipe pipe;

		PipeServer(Pipe pipe, Handler<Request> handler) {
			super(ServerType.UDP, NOWHERE, HandlerFactory.shared(handler),
					ServerOptions.builder().synchronous().build());
			this.pipe = pipe;
		}

		@Override
		protected void serverBind() {
		}

		@Override
		protected SelectableChannel channel() {
			return this.pipe.source();
		}

		@Override
		protected @Nullable Request getRequest() throws IOException {
			ByteBuffer job = ByteBuffer.allocate(1);
			if (this.pipe.source().read(job) < 1) {
				return null;
			}
			return new PacketRequest(context(), job.array(), false, NOWHERE, (data, target) -> {
			});
		}

		@Override
		protected void serverClose() throws IOException {
			this.pipe.source().close();
		}

	}

	/**
	 * Connects instead of listening, as the server of Python's IDLE does.
	 */
	private static final class OutboundServer extends BaseServer {

		private @Nullable SocketChannel connection;

		OutboundServer(SocketAddress client, Handler<Request> handler) {
			super(ServerType.TCP, client, HandlerFactory.shared(handler),
					ServerOptions.builder().synchronous().build());
		}

		@Override
		protected void serverBind() {
		}

		@Override
		protected void serverActivate() throws IOException {
			this.connection = SocketChannel.open(serverAddress());
		}

		@Override
		protected @Nullable Request getRequest() throws IOException {
			SocketChannel connection = this.connection;
			this.connection = null;
			return (connection != null) ? new ConnectionRequest(context(), connection) : null;
		}

		@Override
		protected void serverClose() throws IOException {
			SocketChannel connection = this.connection;
			if (connection != null) {
				connection.close();
			}
		}

	}

}
