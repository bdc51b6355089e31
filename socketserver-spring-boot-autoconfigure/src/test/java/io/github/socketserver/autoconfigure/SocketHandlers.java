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

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.github.socketserver.DatagramHandler;
import io.github.socketserver.Handler;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;

/**
 * Handlers of which profiles choose.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(SocketServerAutoConfiguration.class)
class SocketHandlers {

	@Bean
	@Profile("echo")
	@RequestHandler("server")
	StreamHandler echo() {
		return (request) -> request.input().transferTo(request.output());
	}

	@Bean
	@Profile("second")
	@RequestHandler("server")
	StreamHandler second() {
		return echo();
	}

	@Bean
	@Profile("stranger")
	@RequestHandler("nowhere")
	StreamHandler stranger() {
		return echo();
	}

	@Bean
	@Profile("free")
	StreamHandler free() {
		return echo();
	}

	@Bean
	@Profile("datagram")
	@RequestHandler("server")
	DatagramHandler datagrams() {
		return (request) -> request.reply(request.packet());
	}

	@Bean
	@Profile("raw")
	@RequestHandler("server")
	Handler<?> raw() {
		return echo();
	}

	@Bean
	@Profile("none")
	@RequestHandler("server")
	Runnable none() {
		return () -> {
		};
	}

}
