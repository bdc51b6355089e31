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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import io.github.socketserver.server.BaseServer;

/**
 * What servers, or others, log while this is open.
 */
public final class Logs implements AutoCloseable {

	private final Logger logger;

	private final Level level;

	private final Queue<ILoggingEvent> entries = new ConcurrentLinkedQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent entry) {
			Logs.this.entries.add(entry);
		}

	};

	public Logs() {
		this(BaseServer.class.getName());
	}

	/**
	 * Begin to listen.
	 * @param name the name of what logs
	 */
	public Logs(String name) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.TRACE);
		this.logger.setAdditive(false);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	public List<String> debug() {
		return messages(Level.DEBUG);
	}

	public List<String> warnings() {
		return messages(Level.WARN);
	}

	public List<String> errors() {
		return messages(Level.ERROR);
	}

	/**
	 * Return the warnings with the stacks that were logged with them.
	 * @return the warnings
	 */
	public List<String> warningsWithStacks() {
		return withStacks(Level.WARN);
	}

	/**
	 * Return the errors with the stacks that were logged with them.
	 * @return the errors
	 */
	public List<String> errorsWithStacks() {
		return withStacks(Level.ERROR);
	}

	private List<String> withStacks(Level level) {
		return this.entries.stream()
			.filter((entry) -> entry.getLevel().equals(level))
			.map((entry) -> entry.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(entry.getThrowableProxy()))
			.toList();
	}

	private List<String> messages(Level level) {
		return this.entries.stream()
			.filter((entry) -> entry.getLevel().equals(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
	}

}
