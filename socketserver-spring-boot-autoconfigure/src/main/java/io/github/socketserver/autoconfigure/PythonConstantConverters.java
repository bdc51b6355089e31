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

import java.util.Locale;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

/**
 * Understands the constants of Python's {@code socket} module, such as {@code AF_UNIX}
 * and {@code SOCK_DGRAM}, beside the names of this project.
 */
@Configuration(proxyBeanMethods = false)
class PythonConstantConverters {

	@Bean
	@ConfigurationPropertiesBinding
	static AddressFamilyConverter addressFamilyConverter() {
		return new AddressFamilyConverter();
	}

	@Bean
	@ConfigurationPropertiesBinding
	static SocketTypeConverter socketTypeConverter() {
		return new SocketTypeConverter();
	}

	private static String normalize(String source, String prefix) {
		String name = source.trim().toUpperCase(Locale.ROOT).replace('-', '_');
		return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
	}

	/**
	 * Converts to an {@link AddressFamily}.
	 */
	static final class AddressFamilyConverter implements Converter<String, AddressFamily> {

		@Override
		public AddressFamily convert(String source) {
			return AddressFamily.valueOf(normalize(source, "AF_"));
		}

	}

	/**
	 * Converts to a {@link SocketType}.
	 */
	static final class SocketTypeConverter implements Converter<String, SocketType> {

		@Override
		public SocketType convert(String source) {
			String name = normalize(source, "SOCK_");
			return name.equals("DGRAM") ? SocketType.DATAGRAM : SocketType.valueOf(name);
		}

	}

}
