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

import io.github.socketserver.transport.UnixDatagramChannel;

/**
 * Waits for the datagrams of a Unix socket.
 */
final class UnixDatagramSource implements RequestSource {

	private final UnixDatagramChannel channel;

	UnixDatagramSource(UnixDatagramChannel channel) {
		this.channel = channel;
	}

	@Override
	public boolean await(Deadline deadline) throws IOException {
		return this.channel.await(deadline.remainingNanos());
	}

	@Override
	public void pause(Deadline deadline) throws IOException {
		this.channel.pause(deadline.remainingNanos());
	}

	@Override
	public void wake() {
		this.channel.wake();
	}

	@Override
	public void close() {
		// the server closes the channel
	}

}
