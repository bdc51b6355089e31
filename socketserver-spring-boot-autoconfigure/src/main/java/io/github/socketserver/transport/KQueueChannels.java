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

package io.github.socketserver.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;

/**
 * The channels of macOS.
 */
final class KQueueChannels implements NettyChannels {

	@Override
	public @Nullable Throwable unavailabilityCause() {
		return KQueue.unavailabilityCause();
	}

	@Override
	public IoHandlerFactory newHandlerFactory() {
		return KQueueIoHandler.newFactory();
	}

	@Override
	public UnixChannel openDatagramChannel() {
		return new KQueueDomainDatagramChannel();
	}

}
