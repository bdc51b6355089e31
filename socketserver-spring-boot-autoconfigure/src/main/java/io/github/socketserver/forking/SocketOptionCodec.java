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

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;

/**
 * Lets a child set options of a socket that only its parent has.
 */
final class SocketOptionCodec {

	private SocketOptionCodec() {
	}

	static byte[] toBytes(SocketOption<?> name, Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream target = new DataOutputStream(bytes);
		target.writeUTF(name.name());
		target.writeBoolean(value instanceof Boolean);
		if (value instanceof Boolean flag) {
			target.writeInt(flag ? 1 : 0);
		}
		else if (value instanceof Integer number) {
			target.writeInt(number);
		}
		else {
			throw new UnsupportedOperationException("'%s' not supported".formatted(name));
		}
		return bytes.toByteArray();
	}

	static void apply(DataInput source, Request request) throws IOException {
		String name = source.readUTF();
		boolean flag = source.readBoolean();
		int value = source.readInt();
		SocketOption<?> option = Known.OPTIONS.get(name);
		if (option == null || !(request instanceof StreamRequest stream)) {
			throw new UnsupportedOperationException("'%s' not supported".formatted(name));
		}
		set(stream, option, (flag) ? value != 0 : value);
	}

	@SuppressWarnings("unchecked")
	private static void set(StreamRequest request, SocketOption<?> option, Object value) throws IOException {
		request.setOption((SocketOption<Object>) option, option.type().cast(value));
	}

	/**
	 * All options that there are, by name.
	 */
	private static final class Known {

		static final Map<String, SocketOption<?>> OPTIONS = find();

		private static Map<String, SocketOption<?>> find() {
			Map<String, SocketOption<?>> options = new HashMap<>();
			for (StandardProtocolFamily family : new StandardProtocolFamily[] { StandardProtocolFamily.UNIX,
					StandardProtocolFamily.INET }) {
				try (SocketChannel channel = SocketChannel.open(family)) {
					channel.supportedOptions().forEach((option) -> options.put(option.name(), option));
				}
				catch (IOException | UnsupportedOperationException ex) {
					// the machine has no such sockets
				}
			}
			return options;
		}

	}

}
