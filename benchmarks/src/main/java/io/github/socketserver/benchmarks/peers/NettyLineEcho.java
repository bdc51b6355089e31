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

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Sends whole lines back without taking them apart, and keeps the beginning of the next
 * one.
 */
final class NettyLineEcho extends ChannelInboundHandlerAdapter {

	private @Nullable ByteBuf rest;

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf data = (ByteBuf) message;
		if (this.rest != null) {
			data = context.alloc().compositeBuffer().addComponents(true, this.rest, data);
			this.rest = null;
		}
		int end = data.indexOf(data.writerIndex(), data.readerIndex(), (byte) '\n') + 1;
		if (end == data.writerIndex()) {
			context.write(data, context.voidPromise());
			return;
		}
		if (end > 0) {
			context.write(data.readRetainedSlice(end - data.readerIndex()), context.voidPromise());
		}
		this.rest = data;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
