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

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.server.ServerOptions;
import io.github.socketserver.server.ServerOptionsBuilder;
import io.github.socketserver.server.ServerType;

/**
 * What a child is told when it starts. It comes through its standard input, since the
 * arguments of a process are there for all to see.
 *
 * @param token what proves that a connection is the child's
 * @param socket the path of the parent's socket for this child
 * @param type the kind of server
 * @param address where the server listens
 * @param requests how many requests to serve
 * @param rehearsal whether they are none of a client's, and not for the handlers
 * @param options the options of the server that matter to handlers
 * @param server the name of the server
 * @param parameters those of the program
 */
record ChildSettings(String token, String socket, ServerType type, SocketAddress address, int requests,
		boolean rehearsal, ServerOptions options, String server, Map<String, String> parameters) {

	void write(DataOutput target) throws IOException {
		target.writeUTF(this.token);
		target.writeUTF(this.socket);
		target.writeByte(this.type.ordinal());
		AddressCodec.write(target, this.address);
		target.writeInt(this.requests);
		target.writeBoolean(this.rehearsal);
		target.writeUTF(this.server);
		target.writeUTF(this.options.charset().name());
		target.writeInt(this.options.maxFrameLength());
		target.writeInt(this.options.readBufferSize());
		target.writeInt(this.options.writeBufferSize());
		Duration idle = this.options.idleTimeout();
		writeDuration(target, this.options.timeout());
		writeDuration(target, (idle != null) ? idle : this.options.timeout());
		writeDuration(target, this.options.requestTimeout());
		target.writeInt(this.parameters.size());
		for (Map.Entry<String, String> parameter : this.parameters.entrySet()) {
			target.writeUTF(parameter.getKey());
			Texts.write(target, parameter.getValue());
		}
	}

	private static void writeDuration(DataOutput target, @Nullable Duration duration) throws IOException {
		target.writeLong((duration != null) ? duration.toNanos() : 0);
	}

	static ChildSettings read(DataInput source) throws IOException {
		String token = source.readUTF();
		String socket = source.readUTF();
		ServerType type = ServerType.values()[source.readByte()];
		SocketAddress address = AddressCodec.read(source);
		int requests = source.readInt();
		boolean rehearsal = source.readBoolean();
		ServerOptions options = readOptions(source, type);
		Map<String, String> parameters = new TreeMap<>();
		for (int count = source.readInt(); count > 0; count--) {
			String key = source.readUTF();
			parameters.put(key, Texts.read(source));
		}
		return new ChildSettings(token, socket, type, address, requests, rehearsal, options, options.name(),
				parameters);
	}

	private static ServerOptions readOptions(DataInput source, ServerType type) throws IOException {
		ServerOptionsBuilder options = ServerOptions.builder()
			.name(source.readUTF())
			.charset(Charset.forName(source.readUTF()))
			.maxFrameLength(source.readInt())
			.synchronous();
		int readBufferSize = source.readInt();
		int writeBufferSize = source.readInt();
		Duration timeout = Duration.ofNanos(source.readLong());
		Duration idleTimeout = Duration.ofNanos(source.readLong());
		Duration requestTimeout = Duration.ofNanos(source.readLong());
		if (type.supports("timeout")) {
			options.readBufferSize(readBufferSize)
				.writeBufferSize(writeBufferSize)
				.timeout(timeout)
				.idleTimeout(idleTimeout)
				.requestTimeout(requestTimeout);
		}
		return options.build();
	}

}
