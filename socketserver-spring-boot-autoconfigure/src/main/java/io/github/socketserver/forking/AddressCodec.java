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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Writes addresses for another process and reads them there.
 */
final class AddressCodec {

	private static final byte INET = 1;

	private static final byte UNIX = 2;

	private static final byte OTHER = 3;

	private AddressCodec() {
	}

	static void write(DataOutput target, SocketAddress address) throws IOException {
		if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
			byte[] bytes = inet.getAddress().getAddress();
			target.writeByte(INET);
			target.writeByte(bytes.length);
			target.write(bytes);
			target.writeInt((inet.getAddress() instanceof Inet6Address inet6) ? inet6.getScopeId() : 0);
			target.writeShort(inet.getPort());
		}
		else {
			target.writeByte((address instanceof UnixDomainSocketAddress) ? UNIX : OTHER);
			target.writeUTF(address.toString());
		}
	}

	static SocketAddress read(DataInput source) throws IOException {
		byte kind = source.readByte();
		if (kind == INET) {
			byte[] bytes = new byte[source.readUnsignedByte()];
			source.readFully(bytes);
			int scope = source.readInt();
			InetAddress address = (scope != 0) ? Inet6Address.getByAddress(null, bytes, scope)
					: InetAddress.getByAddress(bytes);
			return new InetSocketAddress(address, source.readUnsignedShort());
		}
		String text = source.readUTF();
		return (kind == UNIX) ? UnixDomainSocketAddress.of(text) : new NamedAddress(text);
	}

	/**
	 * An address that the JDK has no class for, such as a name in the abstract namespace
	 * of unix(7). The parent replies to it, so here only its text is needed.
	 */
	private static final class NamedAddress extends SocketAddress {

		private static final long serialVersionUID = 1L;

		private final String text;

		NamedAddress(String text) {
			this.text = text;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof NamedAddress address && address.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
