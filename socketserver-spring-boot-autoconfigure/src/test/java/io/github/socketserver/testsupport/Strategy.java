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

package io.github.socketserver.testsupport;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.socketserver.StreamRequest;
import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;

/**
 * Where requests are processed.
 */
public enum Strategy {

	/**
	 * On the serving thread.
	 */
	SYNCHRONOUS {

		@Override
		public void configure(ServerOptionsBuilder options) {
			options.synchronous();
		}

	},

	/**
	 * On a platform thread for each, which is what nobody has to configure.
	 */
	PLATFORM_THREADS {

		@Override
		public void configure(ServerOptionsBuilder options) {
		}

	},

	/**
	 * On a virtual thread for each, where the JDK has them.
	 */
	VIRTUAL_THREADS {

		@Override
		public void configure(ServerOptionsBuilder options) {
			options.processor((server) -> {
				ExecutorService executor = newVirtualThreadPerTaskExecutor();
				return new ThreadingProcessor(executor, executor::shutdown, ThreadingProcessor.VIRTUAL_MAX_CONNECTIONS);
			});
		}

		@Override
		public boolean isAvailable() {
			return Runtime.version().feature() >= 21;
		}

	},

	/**
	 * On an event loop, see {@link HandlerProtocol}.
	 */
	EVENT_LOOP {

		@Override
		public void configure(ServerOptionsBuilder options) {
		}

		@Override
		public boolean serves(ServerType type) {
			return type.requestType() == StreamRequest.class;
		}

	};

	public abstract void configure(ServerOptionsBuilder options);

	public boolean isAvailable() {
		return true;
	}

	/**
	 * Return whether servers of a type can have this strategy.
	 * @param type the type
	 * @return whether they can
	 */
	public boolean serves(ServerType type) {
		return true;
	}

	private static ExecutorService newVirtualThreadPerTaskExecutor() {
		try {
			Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
			return (ExecutorService) factory.invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
