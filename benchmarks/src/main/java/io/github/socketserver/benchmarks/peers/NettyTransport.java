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

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's transports.
 *
 * @param ioHandlerFactory what its loops run
 * @param tcpChannel its TCP servers
 * @param datagramChannel its UDP sockets
 * @param unixChannel its Unix servers, for the one transport that is measured with them
 */
record NettyTransport(IoHandlerFactory ioHandlerFactory, Class<? extends ServerSocketChannel> tcpChannel,
		Class<? extends DatagramChannel> datagramChannel, @Nullable Class<? extends ServerChannel> unixChannel) {

	static NettyTransport of(String name) {
		return switch (name) {
			case "epoll" -> new NettyTransport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
					EpollDatagramChannel.class, EpollServerDomainSocketChannel.class);
			case "io_uring" -> {
				IoUring.ensureAvailability();
				yield new NettyTransport(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class,
						IoUringDatagramChannel.class, null);
			}
			default -> new NettyTransport(NioIoHandler.newFactory(), NioServerSocketChannel.class,
					NioDatagramChannel.class, null);
		};
	}

}
