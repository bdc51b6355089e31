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

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequestHandler;

/**
 * Handlers that tell in which process they run.
 */
final class ForkedHandlers {

	private ForkedHandlers() {
	}

	/**
	 * Answers with the number of its process and what it was asked for.
	 */
	static class WhereAmI extends BaseRequestHandler<Request> {

		private static int requests;

		@Override
		protected void handle() throws Exception {
			requests++;
			String question = String.valueOf(rfile().readLine());
			if (question.equals("fail")) {
				throw new UnsupportedOperationException("on demand");
			}
			String answer = switch (question) {
				case "pid" -> String.valueOf(ProcessHandle.current().pid());
				case "requests" -> String.valueOf(requests);
				case "client" -> clientAddress().toString();
				case "server" -> server().name();
				default -> String.valueOf(System.getProperty(question));
			};
			wfile().write(answer);
		}

	}

	/**
	 * Waits for ever.
	 */
	static final class Hanging extends StreamRequestHandler {

		@Override
		protected void handle() throws Exception {
			Thread.sleep(Long.MAX_VALUE);
		}

	}

	/**
	 * Needs a bean.
	 */
	static final class Needy implements Handler<Request> {

		private final Runnable dependency;

		Needy(Runnable dependency) {
			this.dependency = dependency;
		}

		@Override
		public void handle(Request request) {
			this.dependency.run();
		}

	}

	/**
	 * Belongs to another object.
	 */
	final class Inner extends WhereAmI {

	}

	/**
	 * Is not complete.
	 */
	abstract static class Abstract extends StreamRequestHandler {

	}

}
