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

package io.github.socketserver.server;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.testsupport.Around;
import io.github.socketserver.testsupport.Client;
import io.github.socketserver.testsupport.EverySetup;
import io.github.socketserver.testsupport.ListenerTrace;
import io.github.socketserver.testsupport.Logs;
import io.github.socketserver.testsupport.RunningServer;
import io.github.socketserver.testsupport.Setup;
import io.github.socketserver.testsupport.TestServer;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the chain of error handlers, which {@code handleError} ends.
 */
class ErrorHandlerTests {

	private final Trace trace = new Trace();

	@EverySetup
	void firstThatHandlesTheErrorIsTheLast(Setup setup) throws Exception {
		assertChain(failing(setup).errorsHandledBy(errorHandler("first", false))
			.errorsHandledBy(errorHandler("second", true))
			.errorsHandledBy(errorHandler("third", true)), "first", "second");
	}

	@EverySetup
	void handleErrorIsCalledIfNoneHandlesIt(Setup setup) throws Exception {
		assertChain(failing(setup).errorsHandledBy(errorHandler("first", false)), "first", "handleError");
	}

	@EverySetup
	void throwingErrorHandlerIsLoggedAndTheNextIsAsked(Setup setup) throws Exception {
		try (Logs logs = new Logs()) {
			assertChain(failing(setup).errorsHandledBy((request, error) -> {
				this.trace.add("first");
				throw new IOException("error handler");
			}).errorsHandledBy(errorHandler("second", true)), "first", "second");
			assertThat(logs.errors()).singleElement().asString().contains("An error handler");
		}
	}

	@EverySetup(types = { ServerType.TCP, ServerType.UNIX_STREAM })
	void errorHandlerCanAnswerTheClient(Setup setup) throws Exception {
		try (RunningServer running = failing(setup).errorsHandledBy((request, error) -> {
			request.output().write("sorry: " + error.getMessage() + "\n");
			return true;
		}).run()) {
			Client client = running.request();
			assertThat(client.receiveLine()).isEqualTo("sorry: handler");
			assertThat(client.receiveLine()).isNull();
		}
	}

	@EverySetup(types = { ServerType.UDP, ServerType.UNIX_DATAGRAM })
	void errorHandlerCanAnswerTheSenderOfADatagram(Setup setup) throws Exception {
		try (RunningServer running = failing(setup).errorsHandledBy((request, error) -> {
			((DatagramRequest) request).reply("sorry");
			return true;
		}).run()) {
			assertThat(running.request().receiveLine()).isEqualTo("sorry");
		}
	}

	@EverySetup
	void handlersExceptionArrivesAsItIsWithThatOfFinishSuppressed(Setup setup) throws Exception {
		BlockingQueue<Exception> errors = new LinkedBlockingQueue<>();
		try (RunningServer running = setup.handledBy(FailingTwice::new)
			.errorsHandledBy((request, error) -> errors.add(error))
			.run()) {
			running.request();
			Exception error = errors.poll(20, TimeUnit.SECONDS);
			assertThat(error).isExactlyInstanceOf(IOException.class).hasMessage("handle");
			assertThat(error.getSuppressed()).singleElement().extracting(Throwable::getMessage).isEqualTo("finish");
		}
	}

	private TestServer failing(Setup setup) {
		return setup.handling((request) -> {
			throw new IllegalStateException("handler");
		});
	}

	private RequestErrorHandler errorHandler(String name, boolean handles) {
		return (request, error) -> {
			assertThat(error).hasMessage("handler");
			assertThat(request.isOpen()).isTrue();
			this.trace.add(name);
			return handles;
		};
	}

	private void assertChain(TestServer server, String... expected) throws Exception {
		Around handleError = Around.method("handleError", (hook, request, original) -> {
			this.trace.add("handleError");
			return null;
		});
		try (RunningServer running = server.overriding(handleError).toldTo(new ListenerTrace(this.trace)).run()) {
			running.request();
			this.trace.await("requestClosed");
		}
		assertThat(this.trace.events())
			.filteredOn((event) -> !event.startsWith("request") && !event.startsWith("server"))
			.containsExactly(expected);
	}

	/**
	 * Fails in two steps.
	 */
	static class FailingTwice extends BaseRequestHandler<Request> {

		@Override
		protected void handle() throws IOException {
			throw new IOException("handle");
		}

		@Override
		protected void finish() {
			throw new IllegalStateException("finish");
		}

	}

}
