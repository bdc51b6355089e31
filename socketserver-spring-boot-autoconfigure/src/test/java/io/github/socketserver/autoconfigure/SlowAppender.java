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

import java.time.Duration;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/**
 * Prints log messages, later than a program ends that does not wait for it. The name is
 * in a configuration of Logback, which makes it.
 */
public final class SlowAppender extends AppenderBase<ILoggingEvent> {

	private static final Duration DELAY = Duration.ofMillis(300);

	@Override
	protected void append(ILoggingEvent event) {
		// an appender that stops interrupts its thread
		long end = System.nanoTime() + DELAY.toNanos();
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		System.out.println("Slowly: " + event.getFormattedMessage());
	}

}
