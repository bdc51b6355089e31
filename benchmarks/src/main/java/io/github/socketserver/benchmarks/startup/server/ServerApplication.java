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

package io.github.socketserver.benchmarks.startup.server;

import java.util.Objects;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.annotation.RequestHandler;

/**
 * An application with one server, whose handler sends lines back.
 */
@SpringBootApplication
public class ServerApplication {

	public static void main(String[] args) {
		SpringApplication.run(ServerApplication.class, args);
	}

	@Bean
	@RequestHandler("echo")
	StreamHandler echo() {
		return (request) -> {
			while (request.input().awaitData()) {
				request.output().write(request.input().readLine() + "\n");
			}
		};
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		System.out.println("READY " + Objects.requireNonNull(event.getTimeTaken()).toNanos());
	}

}
