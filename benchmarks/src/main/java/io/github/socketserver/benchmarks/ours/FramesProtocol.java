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

import java.nio.ByteBuffer;

import org.springframework.context.annotation.Profile;

import io.github.socketserver.Connection;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.annotation.RequestHandler;

/**
 * Sends whole frames back, as they are.
 */
@RequestHandler("frames")
@Profile("event-loop")
class FramesProtocol implements StreamProtocol {

	@Override
	public void dataReceived(Connection connection, ByteBuffer data) {
		int end = data.position();
		while (data.limit() - end >= Integer.BYTES && data.limit() - end - Integer.BYTES >= data.getInt(end)) {
			end += Integer.BYTES + data.getInt(end);
		}
		if (end > data.position()) {
			connection.write(data.slice(data.position(), end - data.position()));
			data.position(end);
		}
	}

}
