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

package io.github.socketserver.sample;

import java.io.IOException;
import java.util.Locale;

import io.github.socketserver.BaseRequestHandler;
import io.github.socketserver.Request;
import io.github.socketserver.annotation.RequestHandler;

/**
 * Answers each line in upper case: over connections, where there may be many lines, and
 * over datagrams.
 */
@RequestHandler({ "upper", "upper-udp", "upper-unix" })
class UpperHandler extends BaseRequestHandler<Request> {

	@Override
	protected void handle() throws IOException {
		while (rfile().awaitData()) {
			String line = rfile().readLine();
			if (line != null) {
				wfile().write(line.toUpperCase(Locale.ROOT) + "\n");
			}
		}
	}

}
