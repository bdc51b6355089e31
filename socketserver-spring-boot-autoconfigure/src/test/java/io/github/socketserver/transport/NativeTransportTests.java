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

package io.github.socketserver.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NativeTransport}.
 */
class NativeTransportTests {

	@ParameterizedTest
	@CsvSource({ "Linux, amd64, io.netty:netty-transport-native-epoll:linux-x86_64",
			"Linux, aarch64, io.netty:netty-transport-native-epoll:linux-aarch_64",
			"Linux, riscv64, io.netty:netty-transport-native-epoll:linux-riscv64",
			"Mac OS X, x86_64, io.netty:netty-transport-native-kqueue:osx-x86_64",
			"Mac OS X, aarch64, io.netty:netty-transport-native-kqueue:osx-aarch_64" })
	void missingLibraryIsNamedByItsCoordinates(String system, String architecture, String coordinates) {
		ClassLoader withoutNetty = new FilteredClassLoader("io.netty");
		assertThatExceptionOfType(MissingTransportException.class)
			.isThrownBy(() -> NativeTransport.require(system, architecture, withoutNetty))
			.withMessageContaining("is not on the class path")
			.satisfies((failure) -> assertThat(failure.getRemedy()).contains("'" + coordinates + "'"));
	}

	@Test
	void libraryThatCannotBeLoadedIsNamedWithTheReason() {
		// on Linux that of macOS is never there
		assertThatExceptionOfType(MissingTransportException.class)
			.isThrownBy(() -> NativeTransport.require("Mac OS X", "x86_64", getClass().getClassLoader()))
			.withMessageContaining("cannot be loaded")
			.withCauseInstanceOf(Throwable.class);
	}

	@Test
	void otherSystemsHaveNone() {
		assertThatExceptionOfType(MissingTransportException.class)
			.isThrownBy(() -> NativeTransport.require("Windows 11", "amd64", getClass().getClassLoader()))
			.withMessageContaining("Windows 11")
			.satisfies((failure) -> assertThat(failure.getRemedy()).contains("port"));
	}

}
