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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;

/**
 * A server that could not take its address. Nothing stays bound.
 */
public class ServerBindException extends UncheckedIOException {

	private static final long serialVersionUID = 1L;

	private final String server;

	private final transient SocketAddress address;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param server the name of the server
	 * @param address the address that it asked for
	 * @param cause why it did not get it
	 */
	public ServerBindException(String server, SocketAddress address, IOException cause) {
		super("Server '%s' cannot bind %s: %s".formatted(server, address, cause.getMessage()), cause);
		this.server = server;
		this.address = address;
		this.reason = Reason.of(cause);
	}

	/**
	 * Return the name of the server.
	 * @return the name
	 */
	public String getServer() {
		return this.server;
	}

	/**
	 * Return the address that the server asked for.
	 * @return the address
	 */
	public SocketAddress getAddress() {
		return this.address;
	}

	/**
	 * Return why the server did not get it.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why an address cannot be bound, see bind(2).
	 */
	public enum Reason {

		/**
		 * Another socket has it ({@code EADDRINUSE}).
		 */
		IN_USE,

		/**
		 * It takes a privilege ({@code EACCES}).
		 */
		PERMISSION_DENIED,

		/**
		 * It is none of this machine ({@code EADDRNOTAVAIL}), or of no known host.
		 */
		UNKNOWN_ADDRESS,

		/**
		 * A live socket, or a file that is no socket, has the path.
		 */
		PATH_EXISTS,

		/**
		 * The folder of the path does not exist ({@code ENOENT}).
		 */
		NO_FOLDER,

		/**
		 * The path does not fit into {@code sun_path} of unix(7).
		 */
		PATH_TOO_LONG,

		/**
		 * Something else.
		 */
		OTHER;

		static Reason of(IOException cause) {
			if (cause instanceof java.nio.file.FileAlreadyExistsException) {
				return PATH_EXISTS;
			}
			if (cause instanceof java.nio.file.NoSuchFileException) {
				return NO_FOLDER;
			}
			if (cause instanceof java.nio.file.AccessDeniedException) {
				return PERMISSION_DENIED;
			}
			if (cause instanceof java.net.UnknownHostException) {
				return UNKNOWN_ADDRESS;
			}
			// The JDK tells these apart by the text of strerror(3) alone
			return switch (String.valueOf(cause.getMessage())) {
				case "Address already in use" -> IN_USE;
				case "Permission denied" -> PERMISSION_DENIED;
				case "Cannot assign requested address" -> UNKNOWN_ADDRESS;
				case "Unix domain path too long" -> PATH_TOO_LONG;
				default -> OTHER;
			};
		}

	}

}
