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

package io.github.socketserver.parity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.Strategy;

/**
 * A server with the hooks of {@code transcript_server.py}, and the commands that it
 * understands.
 */
final class TranscriptServer {

	private static final Map<String, ServerType> TYPES = Map.of("tcp", ServerType.TCP, "unix", ServerType.UNIX_STREAM,
			"udp", ServerType.UDP, "unix-datagram", ServerType.UNIX_DATAGRAM);

	private static final long MOMENT_MILLIS = 1000;

	private static final long SHUTDOWN_MILLIS = 2000;

	private final TranscriptTrace trace = new TranscriptTrace();

	private final AtomicInteger closed = new AtomicInteger();

	private final Semaphore inGate = new Semaphore(0);

	private final Semaphore gate = new Semaphore(0);

	private final Map<String, String> settings;

	private final BaseServer server;

	private @Nullable Thread serving;

	private TranscriptServer(Map<String, String> settings, Strategy threading) {
		this.settings = settings;
		List<String> failing = List.of(settings.get("failing").split(","));
		Strategy strategy = settings.get("strategy").equals("threading") ? threading : Strategy.SYNCHRONOUS;
		Around around = (hook, request, original) -> {
			if (hook.equals("handleError")) {
				return fail(failing.contains("handle_error"), "handle_error");
			}
			if (hook.equals("verifyRequest")) {
				fail(settings.get("verifying").equals("raises"), "verify_request");
				return settings.get("verifying").equals("accepts");
			}
			Object result = original.call();
			if (hook.equals("closeRequest")) {
				this.closed.incrementAndGet();
			}
			return result;
		};
		this.server = new Setup(TYPES.get(settings.get("kind")), strategy)
			.handledBy(
					() -> new TranscriptHandler(this.trace, settings.get("handling"), failing, this.inGate, this.gate))
			.at(address(settings))
			.with(this::configure)
			.errorsHandledBy(TranscriptServer::noteError)
			.overriding(this.trace.around(around))
			.create();
	}

	private static @Nullable Object fail(boolean failing, String hook) {
		if (failing) {
			throw new TranscriptTrace.Scripted(hook);
		}
		return null;
	}

	private static SocketAddress address(Map<String, String> settings) {
		String address = settings.get("address");
		return settings.get("kind").startsWith("unix") ? UnixDomainSocketAddress.of(Path.of(address))
				: new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address));
	}

	private void configure(ServerOptionsBuilder options) {
		String reuse = this.settings.get("reuse");
		if (!reuse.equals("default")) {
			options.allowReuseAddress(reuse.equals("on"));
		}
		String backlog = this.settings.get("backlog");
		if (!backlog.equals("default")) {
			options.requestQueueSize(Integer.parseInt(backlog));
		}
	}

	private static boolean noteError(Request request, Exception error) {
		request.attributes().put("error", error);
		return false;
	}

	/**
	 * Create a server.
	 * @param settings the keywords of the command {@code start}
	 * @param threading what {@code strategy=threading} is
	 * @return the server
	 */
	static TranscriptServer of(Map<String, String> settings, Strategy threading) {
		return new TranscriptServer(settings, threading);
	}

	/**
	 * Do as told.
	 * @param command the name of a command of {@code transcript_server.py}
	 * @param argument its argument, or empty
	 * @return its answer
	 * @throws Exception if it fails
	 */
	String execute(String command, String argument) throws Exception {
		return switch (command) {
			case "start" -> start();
			case "handle_request" -> {
				long millis = (long) (Double.parseDouble(argument) * 1000);
				this.server.handleRequest(Duration.ofMillis(millis));
				yield "ok";
			}
			case "shutdown" -> hasEnded(run(this.server::shutdown), SHUTDOWN_MILLIS) ? "returns" : "does not return";
			case "serving" -> hasEnded(this.serving, MOMENT_MILLIS) ? "no" : "yes";
			case "trace" -> this.trace.text();
			default -> {
				perform(command, argument);
				yield "ok";
			}
		};
	}

	private void perform(String command, String argument) throws Exception {
		switch (command) {
			case "serve" -> serve();
			case "closed" -> {
				int count = Integer.parseInt(argument);
				Awaitility.await()
					.pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(2))
					.atMost(Duration.ofMillis(Client.LIMIT_MILLIS))
					.until(() -> this.closed.get() >= count);
			}
			case "in_gate" -> {
				if (!this.inGate.tryAcquire(Client.LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
					throw new IllegalStateException(command);
				}
			}
			case "release" -> this.gate.release();
			case "stop" -> {
				if (this.serving != null) {
					this.server.shutdown();
					this.serving.join(Client.LIMIT_MILLIS);
				}
			}
			case "close" -> this.server.close();
			default -> throw new IllegalArgumentException(command);
		}
	}

	private String start() {
		try {
			this.server.start();
		}
		catch (ServerBindException ex) {
			return "bind failed";
		}
		return (this.server.serverAddress() instanceof InetSocketAddress inet) ? String.valueOf(inet.getPort())
				: this.server.serverAddress().toString();
	}

	private void serve() {
		this.serving = run(() -> {
			TranscriptTrace.as(TranscriptTrace.Role.SERVING);
			this.server.serveForever();
		});
	}

	private static Thread run(Runnable task) {
		Thread thread = new Thread(task, "transcript");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static boolean hasEnded(Thread thread, long millis) throws InterruptedException {
		thread.join(millis);
		return !thread.isAlive();
	}

}
