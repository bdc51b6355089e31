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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * {@link ConfigurationProperties} of socket servers.
 */
@ConfigurationProperties(value = "socketserver", ignoreUnknownFields = false)
public class SocketServerProperties {

	/**
	 * Whether to have socket servers.
	 */
	private boolean enabled = true;

	/**
	 * Servers by name.
	 */
	private final Map<String, ServerProperties> servers = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final ServerDefaultsProperties defaults = new ServerDefaultsProperties();

	private final EventLoop eventLoop = new EventLoop();

	private final Observation observation = new Observation();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, ServerProperties> getServers() {
		return this.servers;
	}

	public ServerDefaultsProperties getDefaults() {
		return this.defaults;
	}

	public Observation getObservation() {
		return this.observation;
	}

	public EventLoop getEventLoop() {
		return this.eventLoop;
	}

	/**
	 * What all event-loop servers share.
	 */
	public static class EventLoop {

		/**
		 * Number of threads. Half the number of processors unless set.
		 */
		private @Nullable Integer threads;

		public @Nullable Integer getThreads() {
			return this.threads;
		}

		public void setThreads(@Nullable Integer threads) {
			this.threads = threads;
		}

	}

	/**
	 * Which requests are observed. The others are timed only.
	 */
	public static class Observation {

		/**
		 * Whether to observe connections.
		 */
		private boolean streams = true;

		/**
		 * Whether to observe datagrams, which costs about half as much as receiving and
		 * answering one.
		 */
		private boolean datagrams;

		public boolean isStreams() {
			return this.streams;
		}

		public void setStreams(boolean streams) {
			this.streams = streams;
		}

		public boolean isDatagrams() {
			return this.datagrams;
		}

		public void setDatagrams(boolean datagrams) {
			this.datagrams = datagrams;
		}

	}

}
