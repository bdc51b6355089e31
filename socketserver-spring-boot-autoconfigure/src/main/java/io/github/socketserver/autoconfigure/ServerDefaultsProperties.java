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

package io.github.socketserver.autoconfigure;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.github.socketserver.server.Overflow;
import io.github.socketserver.server.Truncated;

/**
 * The properties of a server that may have a common value for all of them. Nothing has a
 * value unless set: the defaults belong to
 * {@link io.github.socketserver.server.ServerOptionsBuilder}.
 */
public class ServerDefaultsProperties {

	/**
	 * Whether to have this server.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Whether to start this server with the application.
	 */
	private @Nullable Boolean autoStartup;

	/**
	 * Name of the handler bean, or of a server whose handler is to be used. Unless set,
	 * the handler whose @RequestHandler annotation names this server.
	 */
	private @Nullable String handler;

	/**
	 * Where requests are processed. Unless set, on an event loop if the handler is a
	 * StreamProtocol, otherwise on a thread per request.
	 */
	private @Nullable Concurrency concurrency;

	/**
	 * Family of the address. Inferred from the address, port or path unless set.
	 */
	private @Nullable AddressFamily addressFamily;

	/**
	 * Permissions of the Unix socket's file, such as 'rw-rw----'. Clients need to write.
	 * Those of the umask unless set.
	 */
	private @Nullable String pathPermissions;

	/**
	 * Character set in which text is read and written.
	 */
	private @Nullable Charset charset;

	/**
	 * Length of the kernel's queue of clients that are connected but not taken yet.
	 */
	private @Nullable Integer requestQueueSize;

	/**
	 * Whether to set SO_REUSEADDR. Unless set, it is for streams but not for datagrams.
	 */
	private @Nullable Boolean allowReuseAddress;

	/**
	 * Whether to set SO_REUSEPORT, with which several servers share a port.
	 */
	private @Nullable Boolean allowReusePort;

	/**
	 * Whether to set TCP_NODELAY on connections.
	 */
	private @Nullable Boolean disableNagleAlgorithm;

	/**
	 * Whether to set SO_KEEPALIVE on connections.
	 */
	private @Nullable Boolean keepAlive;

	/**
	 * Size of the kernel's receive buffer (SO_RCVBUF). The kernel's choice unless set.
	 */
	private @Nullable DataSize receiveBufferSize;

	/**
	 * Size of the kernel's send buffer (SO_SNDBUF). The kernel's choice unless set.
	 */
	private @Nullable DataSize sendBufferSize;

	/**
	 * Whether requests neither hold up a stop nor the exit of the JVM.
	 */
	private @Nullable Boolean daemonThreads;

	/**
	 * Whether a stop waits for the requests that are being processed.
	 */
	private @Nullable Boolean blockOnClose;

	/**
	 * Number of requests at the same time. 200 on platform threads, 8192 on virtual
	 * threads and event loops unless set.
	 */
	private @Nullable Integer maxConnections;

	/**
	 * What happens to requests beyond the maximum.
	 */
	private @Nullable Overflow overflow;

	/**
	 * Number of child processes of a forking server, spare ones included. 40 unless set.
	 */
	private @Nullable Integer maxChildren;

	/**
	 * Number of child processes that are started ahead of their requests. 2 unless set.
	 */
	private @Nullable Integer spareChildren;

	/**
	 * Number of requests that a child process serves before another one takes its place.
	 * 1 unless set.
	 */
	private @Nullable Integer requestsPerChild;

	/**
	 * How long a child process may take to start and for a request, 0 for no limit. Then
	 * it is killed. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration childTimeout;

	private final Child child = new Child();

	/**
	 * How long a stop waits for the requests that are being processed. Unless set, a
	 * little less than the timeout of the shutdown phase. If a duration suffix is not
	 * specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration shutdownGracePeriod;

	/**
	 * How long the client of a connection may take for one read or write, 0 for no limit.
	 * If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration timeout;

	/**
	 * How long the client of a connection may take to begin its next message, 0 for no
	 * limit. As long as for one read unless set. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration idleTimeout;

	/**
	 * How long the client of a connection may take for a whole message, 0 for no limit.
	 * If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private @Nullable Duration requestTimeout;

	/**
	 * Maximum length of a line, unless its handler says otherwise.
	 */
	private @Nullable DataSize maxFrameLength;

	/**
	 * How much of a connection's input is read ahead.
	 */
	private @Nullable DataSize readBufferSize;

	/**
	 * How much output a handler's thread may hold before it is sent, 0 to send each write
	 * at once. What is held is sent before the handler waits for input, when it ends, and
	 * after 5 ms at the latest.
	 */
	private @Nullable DataSize writeBufferSize;

	/**
	 * How much output of a connection on an event loop may be pending before nothing more
	 * is read from its client.
	 */
	private @Nullable DataSize writeHighWaterMark;

	/**
	 * How much output of a connection on an event loop may be pending when something more
	 * is written. A write that finds more ends the connection.
	 */
	private @Nullable DataSize maxPendingWrite;

	/**
	 * Maximum size of a datagram.
	 */
	private @Nullable DataSize maxPacketSize;

	/**
	 * What happens to a datagram that is longer. Its end is lost when it is delivered.
	 */
	private @Nullable Truncated truncated;

	/**
	 * Whether to set SO_BROADCAST, so that datagrams can be sent to broadcast addresses.
	 */
	private @Nullable Boolean broadcast;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Boolean getAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(@Nullable Boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public @Nullable String getHandler() {
		return this.handler;
	}

	public void setHandler(@Nullable String handler) {
		this.handler = handler;
	}

	public @Nullable Concurrency getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(@Nullable Concurrency concurrency) {
		this.concurrency = concurrency;
	}

	public @Nullable AddressFamily getAddressFamily() {
		return this.addressFamily;
	}

	public void setAddressFamily(@Nullable AddressFamily addressFamily) {
		this.addressFamily = addressFamily;
	}

	public @Nullable String getPathPermissions() {
		return this.pathPermissions;
	}

	public void setPathPermissions(@Nullable String pathPermissions) {
		this.pathPermissions = pathPermissions;
	}

	public @Nullable Charset getCharset() {
		return this.charset;
	}

	public void setCharset(@Nullable Charset charset) {
		this.charset = charset;
	}

	public @Nullable Integer getRequestQueueSize() {
		return this.requestQueueSize;
	}

	public void setRequestQueueSize(@Nullable Integer requestQueueSize) {
		this.requestQueueSize = requestQueueSize;
	}

	public @Nullable Boolean getAllowReuseAddress() {
		return this.allowReuseAddress;
	}

	public void setAllowReuseAddress(@Nullable Boolean allowReuseAddress) {
		this.allowReuseAddress = allowReuseAddress;
	}

	public @Nullable Boolean getAllowReusePort() {
		return this.allowReusePort;
	}

	public void setAllowReusePort(@Nullable Boolean allowReusePort) {
		this.allowReusePort = allowReusePort;
	}

	public @Nullable Boolean getDisableNagleAlgorithm() {
		return this.disableNagleAlgorithm;
	}

	public void setDisableNagleAlgorithm(@Nullable Boolean disableNagleAlgorithm) {
		this.disableNagleAlgorithm = disableNagleAlgorithm;
	}

	public @Nullable Boolean getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(@Nullable Boolean keepAlive) {
		this.keepAlive = keepAlive;
	}

	public @Nullable DataSize getReceiveBufferSize() {
		return this.receiveBufferSize;
	}

	public void setReceiveBufferSize(@Nullable DataSize receiveBufferSize) {
		this.receiveBufferSize = receiveBufferSize;
	}

	public @Nullable DataSize getSendBufferSize() {
		return this.sendBufferSize;
	}

	public void setSendBufferSize(@Nullable DataSize sendBufferSize) {
		this.sendBufferSize = sendBufferSize;
	}

	public @Nullable Boolean getDaemonThreads() {
		return this.daemonThreads;
	}

	public void setDaemonThreads(@Nullable Boolean daemonThreads) {
		this.daemonThreads = daemonThreads;
	}

	public @Nullable Boolean getBlockOnClose() {
		return this.blockOnClose;
	}

	public void setBlockOnClose(@Nullable Boolean blockOnClose) {
		this.blockOnClose = blockOnClose;
	}

	public @Nullable Integer getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Integer maxConnections) {
		this.maxConnections = maxConnections;
	}

	public @Nullable Overflow getOverflow() {
		return this.overflow;
	}

	public void setOverflow(@Nullable Overflow overflow) {
		this.overflow = overflow;
	}

	public @Nullable Integer getMaxChildren() {
		return this.maxChildren;
	}

	public void setMaxChildren(@Nullable Integer maxChildren) {
		this.maxChildren = maxChildren;
	}

	public @Nullable Integer getSpareChildren() {
		return this.spareChildren;
	}

	public void setSpareChildren(@Nullable Integer spareChildren) {
		this.spareChildren = spareChildren;
	}

	public @Nullable Integer getRequestsPerChild() {
		return this.requestsPerChild;
	}

	public void setRequestsPerChild(@Nullable Integer requestsPerChild) {
		this.requestsPerChild = requestsPerChild;
	}

	public @Nullable Duration getChildTimeout() {
		return this.childTimeout;
	}

	public void setChildTimeout(@Nullable Duration childTimeout) {
		this.childTimeout = childTimeout;
	}

	public Child getChild() {
		return this.child;
	}

	public @Nullable Duration getShutdownGracePeriod() {
		return this.shutdownGracePeriod;
	}

	public void setShutdownGracePeriod(@Nullable Duration shutdownGracePeriod) {
		this.shutdownGracePeriod = shutdownGracePeriod;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public @Nullable Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(@Nullable Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public @Nullable DataSize getMaxFrameLength() {
		return this.maxFrameLength;
	}

	public void setMaxFrameLength(@Nullable DataSize maxFrameLength) {
		this.maxFrameLength = maxFrameLength;
	}

	public @Nullable DataSize getReadBufferSize() {
		return this.readBufferSize;
	}

	public void setReadBufferSize(@Nullable DataSize readBufferSize) {
		this.readBufferSize = readBufferSize;
	}

	public @Nullable DataSize getWriteBufferSize() {
		return this.writeBufferSize;
	}

	public void setWriteBufferSize(@Nullable DataSize writeBufferSize) {
		this.writeBufferSize = writeBufferSize;
	}

	public @Nullable DataSize getWriteHighWaterMark() {
		return this.writeHighWaterMark;
	}

	public void setWriteHighWaterMark(@Nullable DataSize writeHighWaterMark) {
		this.writeHighWaterMark = writeHighWaterMark;
	}

	public @Nullable DataSize getMaxPendingWrite() {
		return this.maxPendingWrite;
	}

	public void setMaxPendingWrite(@Nullable DataSize maxPendingWrite) {
		this.maxPendingWrite = maxPendingWrite;
	}

	public @Nullable DataSize getMaxPacketSize() {
		return this.maxPacketSize;
	}

	public void setMaxPacketSize(@Nullable DataSize maxPacketSize) {
		this.maxPacketSize = maxPacketSize;
	}

	public @Nullable Truncated getTruncated() {
		return this.truncated;
	}

	public void setTruncated(@Nullable Truncated truncated) {
		this.truncated = truncated;
	}

	public @Nullable Boolean getBroadcast() {
		return this.broadcast;
	}

	public void setBroadcast(@Nullable Boolean broadcast) {
		this.broadcast = broadcast;
	}

	/**
	 * What runs in the child processes of a forking server.
	 */
	public static class Child {

		/**
		 * Options of the JVM, such as '-Xmx64m'.
		 */
		private @Nullable List<String> jvmOptions;

		/**
		 * What a child process is made of. A copy of the application unless set.
		 */
		private @Nullable ChildContext context;

		public @Nullable List<String> getJvmOptions() {
			return this.jvmOptions;
		}

		public void setJvmOptions(@Nullable List<String> jvmOptions) {
			this.jvmOptions = jvmOptions;
		}

		public @Nullable ChildContext getContext() {
			return this.context;
		}

		public void setContext(@Nullable ChildContext context) {
			this.context = context;
		}

	}

}
