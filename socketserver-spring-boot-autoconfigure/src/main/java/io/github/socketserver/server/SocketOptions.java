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
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.ServerSocketCustomizer;

/**
 * Sets socket options.
 */
final class SocketOptions {

	private SocketOptions() {
	}

	static <T> void setIfConfigured(NetworkChannel channel, SocketOption<T> option, @Nullable T value)
			throws IOException {
		if (value != null) {
			channel.setOption(option, value);
		}
	}

	static void setReusePort(NetworkChannel channel, boolean reusePort) throws IOException {
		if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
			channel.setOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
		}
		else if (reusePort) {
			throw new InvalidServerOptionException("allow-reuse-port", true, "This system does not have SO_REUSEPORT");
		}
	}

	static void customize(NetworkChannel channel, List<ServerSocketCustomizer> customizers) throws IOException {
		for (ServerSocketCustomizer customizer : customizers) {
			customizer.customize(channel);
		}
	}

}
