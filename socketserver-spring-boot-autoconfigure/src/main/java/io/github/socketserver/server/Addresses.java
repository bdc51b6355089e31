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

package io.github.socketserver.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Shows addresses as people write them.
 */
public final class Addresses {

	private Addresses() {
	}

	/**
	 * Return a text such as {@code 127.0.0.1:9999}, {@code [::1]:9999}, {@code *:9999}
	 * for all addresses of the machine, or the path of a Unix socket.
	 * @param address the address
	 * @return the text
	 */
	public static String toString(SocketAddress address) {
		if (!(address instanceof InetSocketAddress inetSocketAddress)) {
			return address.toString();
		}
		InetAddress inetAddress = inetSocketAddress.getAddress();
		if (inetAddress == null) {
			return inetSocketAddress.getHostString() + ":" + inetSocketAddress.getPort();
		}
		String host = inetAddress.isAnyLocalAddress() ? "*" : inetAddress.getHostAddress();
		return ((inetAddress instanceof Inet6Address && !inetAddress.isAnyLocalAddress()) ? "[" + host + "]" : host)
				+ ":" + inetSocketAddress.getPort();
	}

}
