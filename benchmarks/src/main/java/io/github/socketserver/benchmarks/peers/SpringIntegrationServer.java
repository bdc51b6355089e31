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

package io.github.socketserver.benchmarks.peers;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.dsl.TcpServerConnectionFactorySpec;
import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;

/**
 * Spring Integration's TCP adapter: an inbound gateway that answers with what its flow
 * returns. Arguments: {@code net} or {@code nio}, the first port, the path.
 */
public final class SpringIntegrationServer {

	private static final int MAX_LENGTH = 64 * 1024;

	private SpringIntegrationServer() {
	}

	/**
	 * Listen on all endpoints.
	 * @param args see above
	 */
	@SuppressWarnings("resource") // open as long as the process
	public static void main(String[] args) {
		System.setProperty("kind", args[0]);
		System.setProperty("first-port", args[1]);
		new AnnotationConfigApplicationContext(Flows.class);
		Endpoints.ready();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Flows {

		private final boolean nio;

		private final Endpoints endpoints;

		Flows(Environment environment) {
			this.nio = "nio".equals(environment.getProperty("kind"));
			this.endpoints = new Endpoints(environment.getRequiredProperty("first-port", Integer.class), "");
		}

		@Bean
		IntegrationFlow echo() {
			return flow(this.endpoints.echo(), new ByteArrayLfSerializer(), (line) -> line);
		}

		@Bean
		IntegrationFlow lines() {
			return flow(this.endpoints.lines(), new ByteArrayLfSerializer(),
					(line) -> new String(line, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT)
						.getBytes(StandardCharsets.UTF_8));
		}

		@Bean
		IntegrationFlow frames() {
			ByteArrayLengthHeaderSerializer format = new ByteArrayLengthHeaderSerializer();
			format.setMaxMessageSize(MAX_LENGTH);
			return flow(this.endpoints.frames(), format, (frame) -> frame);
		}

		@Bean
		IntegrationFlow slow1() {
			return flow(this.endpoints.slow1(), new ByteArrayLfSerializer(), (line) -> afterMillis(1, line));
		}

		@Bean
		IntegrationFlow slow50() {
			return flow(this.endpoints.slow50(), new ByteArrayLfSerializer(), (line) -> afterMillis(50, line));
		}

		private static byte[] afterMillis(long millis, byte[] line) {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return line;
		}

		private IntegrationFlow flow(int port, AbstractByteArraySerializer format, Answer answer) {
			TcpServerConnectionFactorySpec<?, ?> factory = this.nio ? Tcp.nioServer(port) : Tcp.netServer(port);
			factory.serializer(format)
				.deserializer(format)
				.backlog(128)
				.soTcpNoDelay(true)
				.soSendBufferSize(MAX_LENGTH);
			return IntegrationFlow.from(Tcp.inboundGateway(factory))
				.handle(byte[].class, (payload, headers) -> answer.to(payload))
				.get();
		}

	}

	@FunctionalInterface
	private interface Answer {

		byte[] to(byte[] message);

	}

}
