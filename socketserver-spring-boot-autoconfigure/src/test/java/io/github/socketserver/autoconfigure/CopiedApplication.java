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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.RequestVerifier;
import io.github.socketserver.ServerListener;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.SocketServers;

/**
 * An application whose handlers tell where they run, and what has happened there.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(SocketServerAutoConfiguration.class)
@EnableScheduling
class CopiedApplication {

	@Bean
	Diary diary() {
		return new Diary();
	}

	@Bean
	@RequestHandler("server")
	AnsweringHandler answering(Diary diary, Environment environment, ApplicationContext context) {
		return new AnsweringHandler(diary, environment, context);
	}

	@Bean
	@RequestHandler
	StreamHandler lambda(Diary diary) {
		return (request) -> {
			diary.add("lambda");
			request.output().write(diary.toString());
		};
	}

	@Bean
	RequestVerifier verifier(Diary diary) {
		return (request) -> {
			diary.add("verifier");
			request.attributes().put("verifier", ProcessHandle.current().pid());
			return true;
		};
	}

	@Bean
	@Order(2)
	RequestInterceptor inner() {
		return (request, next) -> {
			request.output().write("[");
			next.handle(request);
			request.output().write("]");
		};
	}

	@Bean
	@Order(1)
	RequestInterceptor outer() {
		return (request, next) -> {
			request.output().write(ProcessHandle.current().pid() + " ");
			next.handle(request);
		};
	}

	@Bean
	RequestErrorHandler errorHandler(Diary diary) {
		return (request, error) -> {
			diary.add("error handler");
			request.output().write("sorry: " + error.getMessage());
			return !error.getMessage().contains("unhandled");
		};
	}

	@Bean
	ServerListener listener(Diary diary) {
		return new ServerListener() {

			@Override
			public void requestReceived(Request request) {
				diary.add("listener");
			}

		};
	}

	@Bean
	ApplicationRunner runner(Diary diary) {
		return (arguments) -> diary.add("runner");
	}

	@Bean
	ApplicationListener<ContextRefreshedEvent> refreshed(Diary diary) {
		return (event) -> diary.add("refreshed");
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> ready(Diary diary) {
		return (event) -> diary.add("ready");
	}

	@Bean
	Work work(Diary diary) {
		return new Work(diary);
	}

	@Bean
	@Profile("!socketserver-child")
	Runnable parentOnly() {
		return () -> {
		};
	}

	@Bean
	@Profile("broken & socketserver-child")
	Object broken() {
		throw new IllegalStateException("broken in the child");
	}

	/**
	 * What has happened in a process.
	 */
	static final class Diary {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private int requests;

		void add(String event) {
			if (!this.events.contains(event)) {
				this.events.add(event);
			}
		}

		@Override
		public String toString() {
			return String.join(",", this.events);
		}

	}

	/**
	 * Work that is done every now and then, and only once for all processes.
	 */
	static final class Work {

		private final Diary diary;

		Work(Diary diary) {
			this.diary = diary;
		}

		@Scheduled(fixedDelay = 10)
		void work() {
			this.diary.add("scheduled");
		}

	}

	/**
	 * Answers one question.
	 */
	static final class AnsweringHandler extends StreamRequestHandler {

		private final Diary diary;

		private final Environment environment;

		private final ApplicationContext context;

		AnsweringHandler(Diary diary, Environment environment, ApplicationContext context) {
			this.diary = diary;
			this.environment = environment;
			this.context = context;
		}

		@Override
		protected void handle() throws Exception {
			String question = String.valueOf(rfile().readLine());
			if (question.contains("fail")) {
				throw new UnsupportedOperationException(question);
			}
			wfile().write(answer(question));
		}

		private String answer(String question) {
			return switch (question) {
				case "diary" -> this.diary.toString();
				case "attributes" -> request().attributes().toString();
				case "profiles" -> Arrays.toString(this.environment.getActiveProfiles());
				case "context" -> this.context.getClass().getSimpleName();
				case "servers" -> this.context.getBean(SocketServers.class)
					.list()
					.stream()
					.map((server) -> server.name() + " " + server.isRunning())
					.toList()
					.toString();
				case "parentOnly" -> String.valueOf(this.context.containsBean(question));
				case "halt" -> halt();
				case "log" -> log();
				case "singleton" -> String.valueOf(++this.diary.requests);
				default -> String.valueOf(this.environment.getProperty(question));
			};
		}

		private static String halt() {
			Runtime.getRuntime().halt(42);
			return "";
		}

		private static String log() {
			LogFactory.getLog(AnsweringHandler.class).info("last words");
			return "";
		}

	}

}
