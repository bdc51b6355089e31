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

import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.nio.charset.Charset;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.RequestProcessor;
import io.github.socketserver.transport.Buffers;
import io.github.socketserver.transport.Timeouts;

/**
 * The options of a server, validated. {@link ServerOptionsBuilder} says what each means
 * and which value it has unless set.
 *
 * @param name the name of the server
 * @param addressFamily the family of its address, or {@code null} to infer it
 * @param requestQueueSize the length of the kernel's queue
 * @param allowReuseAddress {@code SO_REUSEADDR}, or {@code null} for true on streams and
 * false on datagrams
 * @param allowReusePort {@code SO_REUSEPORT}
 * @param disableNagleAlgorithm {@code TCP_NODELAY}
 * @param keepAlive {@code SO_KEEPALIVE}
 * @param receiveBufferSize {@code SO_RCVBUF} in bytes, or {@code null} for the kernel's
 * choice
 * @param sendBufferSize {@code SO_SNDBUF} in bytes, or {@code null} for the kernel's
 * choice
 * @param pathPermissions the mode of the socket file, or {@code null} for the umask's
 * @param charset the character set of texts
 * @param maxFrameLength the limit of lines, in bytes
 * @param readBufferSize how many bytes are read ahead
 * @param writeBufferSize how many bytes of output are held, zero to send each write
 * @param writeHighWaterMark how many pending bytes stop an event loop's reading
 * @param maxPendingWrite how many pending bytes a write on an event loop may find
 * @param timeout how long a client may take for one read or write
 * @param idleTimeout how long it may take between two messages, or {@code null} for as
 * long as for one read
 * @param requestTimeout how long it may take for a message, zero for no limit
 * @param maxPacketSize the limit of received datagrams, in bytes
 * @param truncated what becomes of longer ones
 * @param multicastGroups the groups whose datagrams are received, too
 * @param multicastInterface the name or an address of the network interface for them, or
 * {@code null} for all that can
 * @param broadcast {@code SO_BROADCAST}
 * @param processor makes the concurrency strategy at each start, or {@code null} for that
 * of the surroundings
 * @param daemonThreads whether requests neither hold up a stop nor the exit of the JVM
 * @param blockOnClose whether a stop waits for requests
 * @param maxConnections how many requests there are at the same time, or {@code null} for
 * the strategy's default
 * @param overflow what happens to those beyond
 * @param shutdownGracePeriod how long a stop waits for requests
 * @param explicit the names of the options that were set
 */
public record ServerOptions(String name, @Nullable StandardProtocolFamily addressFamily, int requestQueueSize,
		@Nullable Boolean allowReuseAddress, boolean allowReusePort, boolean disableNagleAlgorithm, boolean keepAlive,
		@Nullable Integer receiveBufferSize, @Nullable Integer sendBufferSize,
		@Nullable Set<PosixFilePermission> pathPermissions, Charset charset, int maxFrameLength, int readBufferSize,
		int writeBufferSize, int writeHighWaterMark, int maxPendingWrite, Duration timeout,
		@Nullable Duration idleTimeout, Duration requestTimeout, int maxPacketSize, Truncated truncated,
		List<InetAddress> multicastGroups, @Nullable String multicastInterface, boolean broadcast,
		@Nullable Function<? super BaseServer, ? extends RequestProcessor> processor, boolean daemonThreads,
		boolean blockOnClose, @Nullable Integer maxConnections, Overflow overflow, Duration shutdownGracePeriod,
		Set<String> explicit) {

	private static final List<String> LOOP_OPTIONS = List.of("write-high-water-mark", "max-pending-write");

	/**
	 * Return the options of a server nobody has configured.
	 * @return the defaults
	 */
	public static ServerOptions defaults() {
		return builder().build();
	}

	/**
	 * Return a builder that begins with the defaults.
	 * @return the builder
	 */
	public static ServerOptionsBuilder builder() {
		return new ServerOptionsBuilder();
	}

	Timeouts timeouts() {
		return new Timeouts(this.timeout, (this.idleTimeout != null) ? this.idleTimeout : this.timeout,
				this.requestTimeout, Timeouts.Side.BOTH);
	}

	Buffers buffers() {
		return new Buffers(this.readBufferSize, this.writeBufferSize);
	}

	/**
	 * Refuse the options that mean something to an event loop only.
	 * @return these options
	 */
	ServerOptions forThreads() {
		for (String option : LOOP_OPTIONS) {
			if (this.explicit.contains(option)) {
				throw new InvalidServerOptionException(option, null, "Only an event loop has such an option");
			}
		}
		return this;
	}

	void requireSupportedBy(ServerType type) {
		for (String option : new TreeSet<>(this.explicit)) {
			if (!type.supports(option)) {
				throw new InvalidServerOptionException(option, null, "A %s server has no such option".formatted(type));
			}
		}
	}

}
