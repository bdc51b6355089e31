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

package io.github.socketserver.transport;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.InvalidPathException;

/**
 * The address of a Unix socket that the JDK cannot express: a name in the abstract
 * namespace of unix(7), which begins with a NUL character, or a path that is none in the
 * character set of this process.
 */
final class NativeUnixAddress extends SocketAddress {

	private static final long serialVersionUID = 1L;

	private final String name;

	private NativeUnixAddress(String name) {
		this.name = name;
	}

	/**
	 * Return the address of a name: the JDK's type where it can express it.
	 * @param name what {@code sun_path} of unix(7) holds; empty for a socket that is not
	 * bound
	 * @return the address
	 */
	static SocketAddress of(String name) {
		try {
			return UnixDomainSocketAddress.of(name);
		}
		catch (InvalidPathException ex) {
			return new NativeUnixAddress(name);
		}
	}

	/**
	 * Return the name of an address.
	 * @param address an address of either type
	 * @return what {@code sun_path} of unix(7) holds
	 */
	static String name(SocketAddress address) {
		if (address instanceof UnixDomainSocketAddress unixAddress) {
			return unixAddress.getPath().toString();
		}
		if (address instanceof NativeUnixAddress nativeAddress) {
			return nativeAddress.name;
		}
		throw new UnsupportedAddressTypeException();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof NativeUnixAddress address && address.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	/**
	 * Return the name as ss(8) and socat(1) write it, with {@code @} for NUL.
	 */
	@Override
	public String toString() {
		return this.name.replace('\0', '@');
	}

}
