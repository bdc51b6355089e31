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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.Request;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.testsupport.Client;

/**
 * The handler of {@code transcript_server.py}.
 */
class TranscriptHandler extends BaseRequestHandler<Request> {

	private final TranscriptTrace trace;

	private final String handling;

	private final List<String> failing;

	private final Semaphore inGate;

	private final Semaphore gate;

	TranscriptHandler(TranscriptTrace trace, String handling, List<String> failing, Semaphore inGate, Semaphore gate) {
		this.trace = trace;
		this.handling = handling;
		this.failing = failing;
		this.inGate = inGate;
		this.gate = gate;
	}

	@Override
	protected void setup() {
		this.trace.add("setup");
		fail("setup");
	}

	@Override
	protected void handle() throws Exception {
		this.trace.add("handle");
		switch (this.handling) {
			case "echo" -> echo();
			case "count" -> wfile().write(rfile().readAllBytes().length + " bytes\n");
			case "nothing" -> {
			}
			case "write-through" -> {
				wfile().write("first\n");
				gate();
				wfile().write("second\n");
			}
			case "leave-input" -> {
				echo();
				gate();
			}
			case "shutdown" -> {
				((BaseServer) server()).shutdown();
				wfile().write("shut down\n");
			}
			case "oversize" -> wfile().write("x".repeat(70000));
			default -> throw new IllegalArgumentException(this.handling);
		}
		fail("handle");
	}

	@Override
	protected void finish() {
		this.trace.add("finish");
		fail("finish");
	}

	private void fail(String hook) {
		if (this.failing.contains(hook)) {
			throw new TranscriptTrace.Scripted(hook);
		}
	}

	private void echo() throws IOException {
		String line = rfile().readLine();
		if (line != null) {
			wfile().write(line + "\n");
		}
	}

	private void gate() throws InterruptedException {
		this.inGate.release();
		if (!this.gate.tryAcquire(Client.LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException("gate");
		}
	}

}
