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

import java.net.InetAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/**
 * The properties of a server.
 */
public class ServerProperties extends ServerDefaultsProperties {

	/**
	 * What the server receives.
	 */
	private @Nullable SocketType socketType;

	/**
	 * Network address to bind. All addresses of the machine unless set.
	 */
	private @Nullable InetAddress address;

	/**
	 * Port to bind, 0 for one that is free.
	 */
	private @Nullable Integer port;

	/**
	 * Path of a Unix socket to bind.
	 */
	private @Nullable String path;

	private final Multicast multicast = new Multicast();

	public @Nullable SocketType getSocketType() {
		return this.socketType;
	}

	public void setSocketType(@Nullable SocketType socketType) {
		this.socketType = socketType;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

	public Multicast getMulticast() {
		return this.multicast;
	}

	/**
	 * The properties of a UDP server that receives what is sent to groups.
	 */
	public static class Multicast {

		/**
		 * Multicast addresses of the groups to join, all of IPv4 or all of IPv6.
		 */
		private @Nullable List<InetAddress> groups;

		/**
		 * Name or address of the network interface for the groups. All that can do so
		 * unless set.
		 */
		@Name("interface")
		private @Nullable String networkInterface;

		public @Nullable List<InetAddress> getGroups() {
			return this.groups;
		}

		public void setGroups(@Nullable List<InetAddress> groups) {
			this.groups = groups;
		}

		public @Nullable String getNetworkInterface() {
			return this.networkInterface;
		}

		public void setNetworkInterface(@Nullable String networkInterface) {
			this.networkInterface = networkInterface;
		}

	}

}
