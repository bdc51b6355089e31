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
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.RequestProcessor;
import io.github.socketserver.processing.SynchronousProcessor;

/**
 * Builds {@link ServerOptions}. Each method throws an
 * {@link InvalidServerOptionException} if there is no such value.
 */
public final class ServerOptionsBuilder {

	private static final List<String> THREAD_OPTIONS = List.of("daemon-threads", "block-on-close");

	private static final Function<BaseServer, RequestProcessor> SYNCHRONOUS = (server) -> new SynchronousProcessor();

	private final Set<String> explicit = new HashSet<>();

	private String name = "socketserver";

	private @Nullable StandardProtocolFamily addressFamily;

	private int requestQueueSize = 128;

	private @Nullable Boolean allowReuseAddress;

	private boolean allowReusePort;

	private boolean disableNagleAlgorithm = true;

	private boolean keepAlive;

	private @Nullable Integer receiveBufferSize;

	private @Nullable Integer sendBufferSize;

	private @Nullable Set<PosixFilePermission> pathPermissions;

	private Charset charset = StandardCharsets.UTF_8;

	private int maxFrameLength = 64 * 1024;

	private int readBufferSize = 8 * 1024;

	private int writeBufferSize;

	private int writeHighWaterMark = 64 * 1024;

	private int maxPendingWrite = 1024 * 1024;

	private Duration timeout = Duration.ofSeconds(60);

	private @Nullable Duration idleTimeout;

	private Duration requestTimeout = Duration.ZERO;

	private int maxPacketSize = 8 * 1024;

	private Truncated truncated = Truncated.DELIVER;

	private List<InetAddress> multicastGroups = List.of();

	private @Nullable String multicastInterface;

	private boolean broadcast;

	private @Nullable Function<? super BaseServer, ? extends RequestProcessor> processor;

	private boolean daemonThreads;

	private boolean blockOnClose = true;

	private @Nullable Integer maxConnections;

	private Overflow overflow = Overflow.WAIT;

	private Duration shutdownGracePeriod = Duration.ofSeconds(30);

	ServerOptionsBuilder() {
	}

	/**
	 * Set the name of the server in logs and meters: "socketserver" unless set.
	 * @param name the name
	 * @return this builder
	 */
	public ServerOptionsBuilder name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * Set the family that the address must have. Unless set, a TCP or UDP server on the
	 * wildcard address serves IPv4 and IPv6. Python: {@code address_family}.
	 * @param addressFamily the family
	 * @return this builder
	 */
	public ServerOptionsBuilder addressFamily(StandardProtocolFamily addressFamily) {
		this.addressFamily = addressFamily;
		return this;
	}

	/**
	 * Set the length of the kernel's queue of clients that are connected but not taken
	 * yet, the backlog of listen(2): 128 unless set. Python: {@code request_queue_size}.
	 * @param requestQueueSize at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder requestQueueSize(int requestQueueSize) {
		this.requestQueueSize = atLeast(1, "request-queue-size", requestQueueSize);
		return this;
	}

	/**
	 * Set {@code SO_REUSEADDR} of socket(7): for TCP true unless set, so that a restarted
	 * server gets its port back at once; for UDP false, since there it lets two servers
	 * share a port. Python: {@code allow_reuse_address}.
	 * @param allowReuseAddress whether to set the option
	 * @return this builder
	 */
	public ServerOptionsBuilder allowReuseAddress(boolean allowReuseAddress) {
		this.allowReuseAddress = explicit("allow-reuse-address", allowReuseAddress);
		return this;
	}

	/**
	 * Set {@code SO_REUSEPORT} of socket(7), with which the kernel spreads clients over
	 * several servers of one port: false unless set. Python: {@code allow_reuse_port}.
	 * @param allowReusePort whether to set the option
	 * @return this builder
	 */
	public ServerOptionsBuilder allowReusePort(boolean allowReusePort) {
		this.allowReusePort = explicit("allow-reuse-port", allowReusePort);
		return this;
	}

	/**
	 * Set {@code TCP_NODELAY} of tcp(7) on connections: true unless set. Python:
	 * {@code disable_nagle_algorithm}.
	 * @param disableNagleAlgorithm whether small writes are sent at once
	 * @return this builder
	 */
	public ServerOptionsBuilder disableNagleAlgorithm(boolean disableNagleAlgorithm) {
		this.disableNagleAlgorithm = explicit("disable-nagle-algorithm", disableNagleAlgorithm);
		return this;
	}

	/**
	 * Set {@code SO_KEEPALIVE} of socket(7) on connections: false unless set.
	 * @param keepAlive whether the kernel probes silent clients
	 * @return this builder
	 */
	public ServerOptionsBuilder keepAlive(boolean keepAlive) {
		this.keepAlive = explicit("keep-alive", keepAlive);
		return this;
	}

	/**
	 * Set {@code SO_RCVBUF} of socket(7): the kernel's choice unless set.
	 * @param receiveBufferSize a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder receiveBufferSize(int receiveBufferSize) {
		this.receiveBufferSize = atLeast(1, "receive-buffer-size", receiveBufferSize);
		return this;
	}

	/**
	 * Set {@code SO_SNDBUF} of socket(7): the kernel's choice unless set.
	 * @param sendBufferSize a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder sendBufferSize(int sendBufferSize) {
		this.sendBufferSize = atLeast(1, "send-buffer-size", sendBufferSize);
		return this;
	}

	/**
	 * Set the mode of a Unix socket's file: that of the umask unless set. To connect, a
	 * client needs the permission to write.
	 * @param pathPermissions the mode
	 * @return this builder
	 */
	public ServerOptionsBuilder pathPermissions(Set<PosixFilePermission> pathPermissions) {
		EnumSet<PosixFilePermission> copy = EnumSet.noneOf(PosixFilePermission.class);
		copy.addAll(pathPermissions);
		this.pathPermissions = explicit("path-permissions", copy);
		return this;
	}

	/**
	 * Set the character set in which texts are read and written: UTF-8 unless set.
	 * @param charset a character set in which an end of line is the byte 0x0A
	 * @return this builder
	 */
	public ServerOptionsBuilder charset(Charset charset) {
		if (!charset.canEncode() || !"\n".equals(new String(new byte[] { '\n' }, charset))
				|| "\n".getBytes(charset).length != 1) {
			throw new InvalidServerOptionException("charset", charset,
					"Lines cannot be told in it: an end of line has to be the byte 0x0A");
		}
		this.charset = charset;
		return this;
	}

	/**
	 * Set how long a line may be unless its handler says otherwise: 65,536 bytes unless
	 * set.
	 * @param maxFrameLength a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder maxFrameLength(int maxFrameLength) {
		this.maxFrameLength = atLeast(1, "max-frame-length", maxFrameLength);
		return this;
	}

	/**
	 * Set how many bytes of a connection are read ahead: 8 KB unless set. A connection
	 * that waits for a short message holds 256 bytes. Python: {@code rbufsize}.
	 * @param readBufferSize a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder readBufferSize(int readBufferSize) {
		this.readBufferSize = explicit("read-buffer-size", atLeast(1, "read-buffer-size", readBufferSize));
		return this;
	}

	/**
	 * Set how many bytes of its output a handler's thread may hold: 0 unless set, so each
	 * write is sent before it returns. What is held is sent when the buffer is full, at a
	 * flush, before the handler waits for input, when it ends, and after 5 ms at the
	 * latest. Writes of other threads and of a detached request are never held. Python:
	 * {@code wbufsize}.
	 * @param writeBufferSize a number of bytes, 0 or more
	 * @return this builder
	 */
	public ServerOptionsBuilder writeBufferSize(int writeBufferSize) {
		this.writeBufferSize = explicit("write-buffer-size", atLeast(0, "write-buffer-size", writeBufferSize));
		return this;
	}

	/**
	 * Set how many bytes of a connection on an event loop may be pending before nothing
	 * more is read from its client: 64 KB unless set. It is read again when a quarter is
	 * left.
	 * @param writeHighWaterMark a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder writeHighWaterMark(int writeHighWaterMark) {
		this.writeHighWaterMark = atLeast(1, "write-high-water-mark", writeHighWaterMark);
		return this;
	}

	/**
	 * Set how many bytes of a connection on an event loop may be pending when something
	 * more is written: 1 MB unless set. A write that finds more ends the connection.
	 * @param maxPendingWrite a number of bytes, at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder maxPendingWrite(int maxPendingWrite) {
		this.maxPendingWrite = atLeast(1, "max-pending-write", maxPendingWrite);
		return this;
	}

	/**
	 * Set how long the client of a connection may take for one read or write: 60 seconds
	 * unless set. Then a read throws a {@link java.net.SocketTimeoutException}, and a
	 * write closes the connection. Python: {@code StreamRequestHandler.timeout}, which is
	 * without limit.
	 * @param timeout the time, zero for no limit
	 * @return this builder
	 */
	public ServerOptionsBuilder timeout(Duration timeout) {
		this.timeout = notNegative("timeout", timeout);
		return this;
	}

	/**
	 * Set how long the client of a connection may take to begin its next message, for
	 * which the handler waits in {@code awaitData()}: as long as for one read unless set.
	 * Then the input ends.
	 * @param idleTimeout the time, zero for no limit
	 * @return this builder
	 */
	public ServerOptionsBuilder idleTimeout(Duration idleTimeout) {
		this.idleTimeout = notNegative("idle-timeout", idleTimeout);
		return this;
	}

	/**
	 * Set how long the client of a connection may take for a message, from its first byte
	 * to the handler's next {@code awaitData()}: without limit unless set. Then the next
	 * read throws a {@link java.net.SocketTimeoutException}.
	 * @param requestTimeout the time, zero for no limit
	 * @return this builder
	 */
	public ServerOptionsBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = notNegative("request-timeout", requestTimeout);
		return this;
	}

	/**
	 * Set how many bytes of a datagram are received: 8,192 unless set.
	 * {@link #truncated(Truncated)} says what becomes of longer ones. Python:
	 * {@code max_packet_size}.
	 * @param maxPacketSize a number of bytes, 1 to 65,535
	 * @return this builder
	 */
	public ServerOptionsBuilder maxPacketSize(int maxPacketSize) {
		this.maxPacketSize = atLeast(1, "max-packet-size", maxPacketSize);
		if (maxPacketSize > 0xFFFF) {
			throw new InvalidServerOptionException("max-packet-size", maxPacketSize, "Expected 65,535 at most");
		}
		return this;
	}

	/**
	 * Set what becomes of a datagram that is longer than {@link #maxPacketSize(int)}:
	 * {@link Truncated#DELIVER} unless set, as in Python.
	 * @param truncated what becomes of it
	 * @return this builder
	 */
	public ServerOptionsBuilder truncated(Truncated truncated) {
		this.truncated = explicit("truncated", truncated);
		return this;
	}

	/**
	 * Set the groups whose datagrams a UDP server receives, too, from its start to its
	 * stop: none unless set. All have to be IPv4 or all IPv6, and the server has to
	 * listen on all addresses. See {@code IP_ADD_MEMBERSHIP} of ip(7).
	 * @param multicastGroups multicast addresses
	 * @return this builder
	 */
	public ServerOptionsBuilder multicastGroups(Collection<InetAddress> multicastGroups) {
		for (InetAddress group : multicastGroups) {
			if (!group.isMulticastAddress()) {
				throw new InvalidServerOptionException("multicast.groups", group.getHostAddress(),
						"'%s' is no multicast address".formatted(group.getHostAddress()));
			}
		}
		this.multicastGroups = explicit("multicast.groups", List.copyOf(multicastGroups));
		return this;
	}

	/**
	 * Set the network interface on which datagrams of {@link #multicastGroups(Collection)
	 * groups} are received and sent: all that can do so unless set.
	 * @param multicastInterface its name, such as {@code eth0}, or one of its addresses
	 * @return this builder
	 */
	public ServerOptionsBuilder multicastInterface(String multicastInterface) {
		if (MulticastMembership.find(multicastInterface) == null) {
			throw new InvalidServerOptionException("multicast.interface", multicastInterface,
					"This machine has no such network interface");
		}
		this.multicastInterface = explicit("multicast.interface", multicastInterface);
		return this;
	}

	/**
	 * Set {@code SO_BROADCAST} of socket(7), without which a UDP server cannot send to a
	 * broadcast address: false unless set.
	 * @param broadcast whether it may
	 * @return this builder
	 */
	public ServerOptionsBuilder broadcast(boolean broadcast) {
		this.broadcast = explicit("broadcast", broadcast);
		return this;
	}

	/**
	 * Process one request after the other on the serving thread.
	 * @return this builder
	 */
	public ServerOptionsBuilder synchronous() {
		return processor(SYNCHRONOUS);
	}

	/**
	 * Set the concurrency strategy: unless set a thread per request, a platform thread
	 * where nobody has called {@link BaseServer#setDefaultProcessor(Function)}.
	 * @param processor makes the strategy at each start of the server
	 * @return this builder
	 */
	public ServerOptionsBuilder processor(Function<? super BaseServer, ? extends RequestProcessor> processor) {
		this.processor = processor;
		return this;
	}

	/**
	 * Set whether requests neither hold up a stop of the server nor the exit of the JVM:
	 * false unless set. Python: {@code daemon_threads}.
	 * @param daemonThreads whether threads are daemons
	 * @return this builder
	 */
	public ServerOptionsBuilder daemonThreads(boolean daemonThreads) {
		this.daemonThreads = explicit("daemon-threads", daemonThreads);
		return this;
	}

	/**
	 * Set whether a stop waits for the requests that are being processed: true unless
	 * set. Python: {@code block_on_close}.
	 * @param blockOnClose whether to wait
	 * @return this builder
	 */
	public ServerOptionsBuilder blockOnClose(boolean blockOnClose) {
		this.blockOnClose = explicit("block-on-close", blockOnClose);
		return this;
	}

	/**
	 * Set how many requests there are at the same time: 200 on platform threads and 8,192
	 * on virtual threads unless set.
	 * @param maxConnections at least 1
	 * @return this builder
	 */
	public ServerOptionsBuilder maxConnections(int maxConnections) {
		this.maxConnections = atLeast(1, "max-connections", maxConnections);
		return this;
	}

	/**
	 * Set what happens at the limit of {@link #maxConnections(int)}:
	 * {@link Overflow#WAIT} unless set.
	 * @param overflow what happens
	 * @return this builder
	 */
	public ServerOptionsBuilder overflow(Overflow overflow) {
		this.overflow = overflow;
		return this;
	}

	/**
	 * Set how long a stop waits for the requests that are being processed before it
	 * closes them: 30 seconds unless set.
	 * @param shutdownGracePeriod zero or more
	 * @return this builder
	 */
	public ServerOptionsBuilder shutdownGracePeriod(Duration shutdownGracePeriod) {
		this.shutdownGracePeriod = notNegative("shutdown-grace-period", shutdownGracePeriod);
		return this;
	}

	/**
	 * Build the options.
	 * @return the options
	 * @throws InvalidServerOptionException if there is an option that cannot be honoured
	 * beside the others
	 */
	public ServerOptions build() {
		for (String option : THREAD_OPTIONS) {
			if (this.processor == SYNCHRONOUS && this.explicit.contains(option)) {
				throw new InvalidServerOptionException(option, null, "A synchronous server has no threads");
			}
		}
		return new ServerOptions(this.name, this.addressFamily, this.requestQueueSize, this.allowReuseAddress,
				this.allowReusePort, this.disableNagleAlgorithm, this.keepAlive, this.receiveBufferSize,
				this.sendBufferSize, this.pathPermissions, this.charset, this.maxFrameLength, this.readBufferSize,
				this.writeBufferSize, this.writeHighWaterMark, this.maxPendingWrite, this.timeout, this.idleTimeout,
				this.requestTimeout, this.maxPacketSize, this.truncated, this.multicastGroups, this.multicastInterface,
				this.broadcast, this.processor, this.daemonThreads, this.blockOnClose, this.maxConnections,
				this.overflow, this.shutdownGracePeriod, Set.copyOf(this.explicit));
	}

	private Duration notNegative(String option, Duration value) {
		if (value.isNegative()) {
			throw new InvalidServerOptionException(option, value, "Expected no less than 0");
		}
		return explicit(option, value);
	}

	private int atLeast(int minimum, String option, int value) {
		if (value < minimum) {
			throw new InvalidServerOptionException(option, value, "Expected at least " + minimum);
		}
		return explicit(option, value);
	}

	private <T> T explicit(String option, T value) {
		this.explicit.add(option);
		return value;
	}

}
