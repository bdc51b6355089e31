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

import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

/**
 * Netty. Arguments: {@code epoll}, {@code epoll-recvmmsg}, {@code io_uring} or
 * {@code nio}, the first port, the path.
 */
public final class NettyServer {

	private static final int MAX_LENGTH = 64 * 1024;

	private final NettyTransport transport;

	private final EventLoopGroup group;

	private NettyServer(NettyTransport transport) {
		this.transport = transport;
		this.group = new MultiThreadIoEventLoopGroup(Endpoints.LOOPS, transport.ioHandlerFactory());
	}

	/**
	 * Listen on all endpoints.
	 * @param args see above
	 */
	public static void main(String[] args) {
		boolean batched = args[0].equals("epoll-recvmmsg");
		Endpoints endpoints = Endpoints.of(args, 1);
		NettyServer server = new NettyServer(NettyTransport.of(batched ? "epoll" : args[0]));
		server.datagrams(endpoints.datagram(), batched);
		if (!batched) {
			server.streams(endpoints);
		}
		Endpoints.ready();
	}

	private void streams(Endpoints endpoints) {
		bind(endpoints.echo(), (pipeline) -> pipeline.addLast(new NettyLineEcho()));
		bind(endpoints.lines(), (pipeline) -> pipeline.addLast(new LineBasedFrameDecoder(MAX_LENGTH),
				new StringDecoder(), new StringEncoder(), new NettyUpper()));
		bind(endpoints.frames(), (pipeline) -> pipeline
			.addLast(new LengthFieldBasedFrameDecoder(MAX_LENGTH, 0, Integer.BYTES), new NettyMessageEcho()));
		ExecutorService workers = Executors.newFixedThreadPool(Endpoints.WORKERS);
		bind(endpoints.slow1(), (pipeline) -> pipeline.addLast(lineKeepingItsEnd(), new NettySlowEcho(workers, 1)));
		bind(endpoints.slow50(), (pipeline) -> pipeline.addLast(lineKeepingItsEnd(), new NettySlowEcho(workers, 50)));
		if (this.transport.unixChannel() != null) {
			new ServerBootstrap().group(this.group)
				.channel(this.transport.unixChannel())
				.childHandler(initializer((pipeline) -> pipeline.addLast(new NettyLineEcho())))
				.bind(new DomainSocketAddress(endpoints.path()))
				.syncUninterruptibly();
		}
	}

	private static LineBasedFrameDecoder lineKeepingItsEnd() {
		return new LineBasedFrameDecoder(MAX_LENGTH, false, true);
	}

	private void bind(int port, Setup setup) {
		new ServerBootstrap().group(this.group)
			.channel(this.transport.tcpChannel())
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(initializer(setup))
			.bind(new InetSocketAddress(port))
			.syncUninterruptibly();
	}

	private void datagrams(int port, boolean batched) {
		Bootstrap bootstrap = new Bootstrap().group(this.group)
			.channel(this.transport.datagramChannel())
			.handler(new NettyDatagramEcho());
		if (batched) {
			int size = 2 * 1024;
			int count = 16;
			bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size)
				.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(count * size));
		}
		bootstrap.bind(new InetSocketAddress(port)).syncUninterruptibly();
	}

	private static ChannelHandler initializer(Setup setup) {
		return new ChannelInitializer<Channel>() {

			@Override
			protected void initChannel(Channel channel) {
				setup.accept(channel.pipeline());
			}

		};
	}

	@FunctionalInterface
	private interface Setup {

		void accept(ChannelPipeline pipeline);

	}

}
