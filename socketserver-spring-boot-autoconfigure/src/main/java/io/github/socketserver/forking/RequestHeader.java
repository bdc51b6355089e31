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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;

/**
 * What a child is told about a request before its bytes come.
 *
 * @param id its identifier, the same in both processes
 * @param client the client's address
 * @param local the address on the server's side
 * @param principal the name of the client's identity, or empty
 * @param attributes what verifiers have noted, as far as it can be serialized
 * @param packet the bytes of a datagram, or {@code null} for a connection
 * @param truncated whether the datagram was longer
 */
record RequestHeader(String id, SocketAddress client, SocketAddress local, String principal,
		Map<String, Object> attributes, byte @Nullable [] packet, boolean truncated) {

	static RequestHeader of(Request request) {
		DatagramRequest datagram = (request instanceof DatagramRequest) ? (DatagramRequest) request : null;
		return new RequestHeader(request.id(), request.clientAddress(), request.localAddress(),
				request.principal().map(Principal::getName).orElse(""), request.attributes(),
				(datagram != null) ? datagram.packet() : null, datagram != null && datagram.isTruncated());
	}

	byte[] toBytes() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream target = new DataOutputStream(bytes);
		target.writeUTF(this.id);
		AddressCodec.write(target, this.client);
		AddressCodec.write(target, this.local);
		target.writeUTF(this.principal);
		Texts.writeBytes(target, this.attributes.isEmpty() ? new byte[0] : serialize(this.attributes));
		target.writeBoolean(this.packet != null);
		if (this.packet != null) {
			Texts.writeBytes(target, this.packet);
			target.writeBoolean(this.truncated);
		}
		return bytes.toByteArray();
	}

	static RequestHeader of(byte[] header) throws IOException {
		DataInputStream source = new DataInputStream(new ByteArrayInputStream(header));
		String id = source.readUTF();
		SocketAddress client = AddressCodec.read(source);
		SocketAddress local = AddressCodec.read(source);
		String principal = source.readUTF();
		Map<String, Object> attributes = deserialize(Texts.readBytes(source));
		boolean datagram = source.readBoolean();
		byte[] packet = (datagram) ? Texts.readBytes(source) : null;
		return new RequestHeader(id, client, local, principal, attributes, packet, datagram && source.readBoolean());
	}

	private static byte[] serialize(Map<String, Object> attributes) throws IOException {
		Map<String, Object> serializable = new HashMap<>();
		attributes.forEach((name, value) -> {
			if (value instanceof Serializable) {
				serializable.put(name, value);
			}
		});
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream target = new ObjectOutputStream(bytes)) {
			target.writeObject(serializable);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read what the parent has written: a child trusts it, but never the other way round.
	 * @param attributes the serialized attributes
	 * @return the attributes
	 */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> deserialize(byte[] attributes) throws IOException {
		if (attributes.length == 0) {
			return Map.of();
		}
		try (ObjectInputStream source = new ContextObjectInputStream(attributes)) {
			return (Map<String, Object>) source.readObject();
		}
		catch (ClassNotFoundException ex) {
			throw new IOException("An attribute of the request has a class that the child does not have", ex);
		}
	}

	/**
	 * Finds the classes of an executable jar, too.
	 */
	private static final class ContextObjectInputStream extends ObjectInputStream {

		ContextObjectInputStream(byte[] bytes) throws IOException {
			super(new ByteArrayInputStream(bytes));
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
			try {
				return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
			}
			catch (ClassNotFoundException ex) {
				return super.resolveClass(type);
			}
		}

	}

}
