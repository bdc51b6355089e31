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

package io.github.socketserver.benchmarks.peers;

import java.util.Locale;
import java.util.function.Supplier;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * Reactor Netty on Netty's epoll. Arguments: the first port, the path.
 */
public final class ReactorNettyServer {

	private static final int MAX_LENGTH = 64 * 1024;

	private final LoopResources loops = LoopResources.create("loop", Endpoints.LOOPS, false);

	private final Scheduler workers = Schedulers.newBoundedElastic(Endpoints.WORKERS, Integer.MAX_VALUE, "workers");

	private ReactorNettyServer() {
	}

	/**
	 * Listen on all endpoints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		Endpoints endpoints = Endpoints.of(args, 0);
		ReactorNettyServer server = new ReactorNettyServer();
		server.bind(endpoints.echo(), ReactorNettyServer::line, ReactorNettyServer::echo);
		server.bind(endpoints.lines(), () -> new LineBasedFrameDecoder(MAX_LENGTH), ReactorNettyServer::upper);
		server.bind(endpoints.frames(), () -> new LengthFieldBasedFrameDecoder(MAX_LENGTH, 0, Integer.BYTES),
				ReactorNettyServer::echo);
		server.bind(endpoints.slow1(), ReactorNettyServer::line, (in, out) -> server.slow(in, out, 1));
		server.bind(endpoints.slow50(), ReactorNettyServer::line, (in, out) -> server.slow(in, out, 50));
		TcpServer.create()
			.bindAddress(() -> new DomainSocketAddress(endpoints.path()))
			.runOn(server.loops)
			.doOnConnection((connection) -> connection.addHandlerLast(line()))
			.handle(ReactorNettyServer::echo)
			.bindNow();
		Endpoints.ready();
	}

	private void bind(int port, Supplier<ChannelHandler> decoder, Answer answer) {
		TcpServer.create()
			.port(port)
			.runOn(this.loops)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.doOnConnection((connection) -> connection.addHandlerLast(decoder.get()))
			.handle(answer::to)
			.bindNow();
	}

	private static ChannelHandler line() {
		return new LineBasedFrameDecoder(MAX_LENGTH, false, true);
	}

	private static Publisher<Void> echo(NettyInbound in, NettyOutbound out) {
		return out.send(in.receive().retain());
	}

	private static Publisher<Void> upper(NettyInbound in, NettyOutbound out) {
		return out.sendString(in.receive().asString().map((line) -> line.toUpperCase(Locale.ROOT) + "\n"));
	}

	private Publisher<Void> slow(NettyInbound in, NettyOutbound out, long millis) {
		return out.send(in.receive().retain().concatMap((line) -> Mono.fromCallable(() -> {
			Thread.sleep(millis);
			return line;
		}).subscribeOn(this.workers)));
	}

	@FunctionalInterface
	private interface Answer {

		Publisher<Void> to(NettyInbound in, NettyOutbound out);

	}

}
