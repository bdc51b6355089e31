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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

import io.github.socketserver.server.ServerType;

/**
 * A test of every pair of a server type and a strategy, or of some.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(SetupsProvider.class)
public @interface EverySetup {

	ServerType[] types() default { ServerType.TCP, ServerType.UNIX_STREAM, ServerType.UDP, ServerType.UNIX_DATAGRAM };

	Strategy[] strategies() default { Strategy.SYNCHRONOUS, Strategy.PLATFORM_THREADS, Strategy.VIRTUAL_THREADS,
			Strategy.EVENT_LOOP };

	/**
	 * Why {@link Strategy#EVENT_LOOP} is left out.
	 * @return the reason, or an empty string if it is not
	 */
	String notOnEventLoop() default "";

}
