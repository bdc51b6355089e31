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

import java.util.Locale;
import java.util.Set;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;

/**
 * The kinds of server.
 */
public enum ServerType {

	/**
	 * Connections over TCP.
	 */
	TCP(StreamRequest.class,
			Set.of("path-permissions", "max-packet-size", "truncated", "multicast.groups", "multicast.interface",
					"broadcast")),

	/**
	 * Datagrams over UDP.
	 */
	UDP(DatagramRequest.class,
			Set.of("path-permissions", "request-queue-size", "disable-nagle-algorithm", "keep-alive", "timeout",
					"idle-timeout", "request-timeout", "read-buffer-size", "write-buffer-size", "write-high-water-mark",
					"max-pending-write")),

	/**
	 * Connections over a Unix socket.
	 */
	UNIX_STREAM(StreamRequest.class,
			Set.of("allow-reuse-address", "allow-reuse-port", "disable-nagle-algorithm", "keep-alive",
					"max-packet-size", "truncated", "multicast.groups", "multicast.interface", "broadcast")),

	/**
	 * Datagrams over a Unix socket.
	 */
	UNIX_DATAGRAM(DatagramRequest.class,
			Set.of("request-queue-size", "allow-reuse-address", "allow-reuse-port", "disable-nagle-algorithm",
					"keep-alive", "receive-buffer-size", "multicast.groups", "multicast.interface", "broadcast",
					"timeout", "idle-timeout", "request-timeout", "read-buffer-size", "write-buffer-size",
					"write-high-water-mark", "max-pending-write"));

	private final Class<? extends Request> requestType;

	private final Set<String> unsupportedOptions;

	private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

	ServerType(Class<? extends Request> requestType, Set<String> unsupportedOptions) {
		this.requestType = requestType;
		this.unsupportedOptions = unsupportedOptions;
	}

	/**
	 * Return the requests that such a server makes.
	 * @return {@link StreamRequest} or {@link DatagramRequest}
	 */
	public Class<? extends Request> requestType() {
		return this.requestType;
	}

	/**
	 * Return whether the sockets of such a server know an option.
	 * @param option the name of an option in kebab-case
	 * @return whether it can be set
	 */
	public boolean supports(String option) {
		return !this.unsupportedOptions.contains(option);
	}

	/**
	 * Return the name in logs and meters, such as {@code unix-stream}.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
