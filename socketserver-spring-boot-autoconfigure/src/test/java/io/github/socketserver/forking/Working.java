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

package io.github.socketserver.forking;

import java.io.IOException;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

/**
 * Tells its process and how many requests that has had, at once or, for the name of a
 * gate, when the test lets it.
 */
final class Working implements Handler<Request> {

	private static int count;

	@Override
	public void handle(Request request) throws IOException, InterruptedException {
		count++;
		String gate = request.input().readLine();
		if (!gate.isEmpty()) {
			Notes.of(request).add("at gate " + gate);
			Notes.of(request).pass(gate);
		}
		request.output().write(ProcessHandle.current().pid() + " " + count + "\n");
	}

	static long pid(String reply) {
		return Long.parseLong(reply.split(" ")[0]);
	}

}
