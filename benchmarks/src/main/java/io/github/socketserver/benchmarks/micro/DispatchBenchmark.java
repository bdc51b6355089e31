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

package io.github.socketserver.benchmarks.micro;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.github.socketserver.Request;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.TcpServer;

/**
 * A request's way through an interceptor to a new handler, again and again with the same
 * connection, from which nothing is read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {

	private final Capture capture = new Capture();

	private final TcpServer server = new TcpServer(new InetSocketAddress("127.0.0.1", 0), Nothing::new,
			ServerOptions.builder().processor((server) -> this.capture).build());

	@Setup
	public void capture() throws IOException {
		RequestInterceptor interceptor = (request, next) -> next.handle(request);
		this.server.setHooks(new ServerHooks(List.of(), List.of(interceptor), List.of(), List.of(), List.of()));
		this.server.start();
		InetSocketAddress address = (InetSocketAddress) this.server.serverAddress();
		Socket client = new Socket(address.getAddress(), address.getPort());
		this.server.handleRequest(Duration.ofSeconds(10));
		client.close();
	}

	@Benchmark
	public void dispatch() throws Exception {
		Objects.requireNonNull(this.capture.pipeline).finish(Objects.requireNonNull(this.capture.request));
	}

	@TearDown
	public void close() {
		this.server.closeNow();
	}

	static final class Nothing extends StreamRequestHandler {

		@Override
		protected void handle() {
		}

	}

	private static final class Capture implements RequestProcessor {

		private @Nullable Request request;

		private @Nullable RequestPipeline pipeline;

		@Override
		public void process(Request request, RequestPipeline pipeline) {
			this.request = request;
			this.pipeline = pipeline;
		}

		@Override
		public int defaultMaxConnections() {
			return 1;
		}

		@Override
		public void close() {
		}

	}

}
