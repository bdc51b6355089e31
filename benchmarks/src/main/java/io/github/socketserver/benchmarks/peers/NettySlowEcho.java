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

import java.util.concurrent.Executor;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Waits before it sends a line back, on another thread than the loop's.
 */
final class NettySlowEcho extends ChannelInboundHandlerAdapter {

	private final Executor workers;

	private final long millis;

	NettySlowEcho(Executor workers, long millis) {
		this.workers = workers;
		this.millis = millis;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.workers.execute(() -> {
			try {
				Thread.sleep(this.millis);
				context.writeAndFlush(message, context.voidPromise());
			}
			catch (InterruptedException ex) {
				context.close();
			}
		});
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
