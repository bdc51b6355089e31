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

package io.github.socketserver.benchmarks.ours;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

import org.springframework.context.annotation.Profile;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.annotation.RequestHandler;

/**
 * Sends lines back in upper case.
 */
@RequestHandler("lines")
@Profile("event-loop")
class LinesProtocol implements StreamProtocol {

	private static final int MAX_LENGTH = 64 * 1024;

	@Override
	public void dataReceived(Connection connection, ByteBuffer data) throws IOException {
		String line = Frames.readLine(data, MAX_LENGTH);
		while (line != null) {
			connection.write(line.toUpperCase(Locale.ROOT) + "\n");
			line = Frames.readLine(data, MAX_LENGTH);
		}
	}

}
