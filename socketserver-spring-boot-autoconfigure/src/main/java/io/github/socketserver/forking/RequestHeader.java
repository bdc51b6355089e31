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
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.DatagramRequest;
import io.github.socketserver.Request;
import io.github.socketserver.server.ServerType;

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

	/**
	 * Return the header of a request that nobody has made.
	 * @param type the kind of server
	 * @return the header
	 */
	static RequestHeader rehearsal(ServerType type) {
		SocketAddress nowhere = new InetSocketAddress(0);
		byte[] packet = (type.requestType() == DatagramRequest.class) ? new byte[1] : null;
		return new RequestHeader("", nowhere, nowhere, "", Map.of(), packet, false);
	}

	byte[] toBytes() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream target = new DataOutputStream(bytes);
		target.writeUTF(this.id);
		AddressCodec.write(target, this.client);
		AddressCodec.write(target, this.local);
		target.writeUTF(this.principal);
		AttributesCodec.write(target, this.attributes);
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
		Map<String, Object> attributes = AttributesCodec.read(source);
		boolean datagram = source.readBoolean();
		byte[] packet = (datagram) ? Texts.readBytes(source) : null;
		return new RequestHeader(id, client, local, principal, attributes, packet, datagram && source.readBoolean());
	}

}
