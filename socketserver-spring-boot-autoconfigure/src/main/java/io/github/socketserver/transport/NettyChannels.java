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
import io.netty.channel.unix.UnixChannel;
import org.jspecify.annotations.Nullable;

/**
 * What differs by native transport. Loading this takes Netty, and each implementation
 * takes its own transport, of which an application has only one.
 */
interface NettyChannels {

	/**
	 * Return the channels of a transport.
	 * @param transport the transport
	 * @return its channels
	 */
	static NettyChannels of(NativeTransport transport) {
		return switch (transport) {
			case EPOLL -> new EpollChannels();
			case KQUEUE -> new KQueueChannels();
		};
	}

	/**
	 * Return why the native library cannot be used.
	 * @return the cause, or {@code null} if it can
	 */
	@Nullable Throwable unavailabilityCause();

	IoHandlerFactory newHandlerFactory();

	UnixChannel openDatagramChannel();

}
