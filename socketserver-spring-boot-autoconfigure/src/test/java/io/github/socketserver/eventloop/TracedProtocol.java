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

package io.github.socketserver.eventloop;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Connection;
import io.github.socketserver.Frames;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.testsupport.Trace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Notes what it is told, and sends lines back, or does what they say.
 */
class TracedProtocol implements StreamProtocol {

	private final Trace trace;

	private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

	TracedProtocol() {
		this(new Trace());
	}

	TracedProtocol(Trace trace) {
		this.trace = trace;
	}

	Trace trace() {
		return this.trace;
	}

	Connection next() throws InterruptedException {
		Connection connection = this.connections.poll(20, TimeUnit.SECONDS);
		assertThat(connection).as("connection").isNotNull();
		return connection;
	}

	@Override
	public void connectionMade(Connection connection) throws Exception {
		this.trace.add("made");
		this.connections.add(connection);
	}

	@Override
	public void dataReceived(Connection connection, ByteBuffer data) throws Exception {
		for (String line = Frames.readLine(data, 100_000); line != null; line = Frames.readLine(data, 100_000)) {
			this.trace.add("line " + line);
			lineReceived(connection, line);
		}
	}

	void lineReceived(Connection connection, String line) throws Exception {
		connection.write(line + "\n");
	}

	@Override
	public void resumeWriting(Connection connection) throws Exception {
		this.trace.add("resume");
	}

	@Override
	public void eofReceived(Connection connection) throws Exception {
		this.trace.add("eof");
		connection.close();
	}

	@Override
	public void connectionLost(Connection connection, @Nullable Exception cause) throws Exception {
		this.trace.add((cause != null) ? "lost by " + cause.getClass().getSimpleName() : "lost in order");
	}

}
