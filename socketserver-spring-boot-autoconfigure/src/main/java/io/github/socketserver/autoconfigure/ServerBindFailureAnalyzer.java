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

package io.github.socketserver.autoconfigure;

import java.net.UnixDomainSocketAddress;
import java.nio.file.FileSystemException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.socketserver.server.Addresses;
import io.github.socketserver.server.ServerBindException;
import io.github.socketserver.transport.MissingTransportException;

/**
 * Analyzes the failure of a server that could not take its address.
 */
class ServerBindFailureAnalyzer extends AbstractFailureAnalyzer<ServerBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerBindException cause) {
		if (cause.getCause() instanceof MissingTransportException missing) {
			return new FailureAnalysis(description(cause, missing.getMessage()), missing.getRemedy(), cause);
		}
		return new FailureAnalysis(description(cause, reason(cause)), action(cause), cause);
	}

	private static String description(ServerBindException cause, @Nullable String reason) {
		return "Server '%s' cannot listen on %s: %s.".formatted(cause.getServer(),
				Addresses.toString(cause.getAddress()), reason);
	}

	private static String reason(ServerBindException cause) {
		return switch (cause.getReason()) {
			case IN_USE -> "another socket has this address";
			case PERMISSION_DENIED -> isPath(cause) ? "the user of this process may not write to its folder"
					: "the user of this process may not take such a port";
			case UNKNOWN_ADDRESS -> "this machine has no such address";
			case PATH_EXISTS -> occupant(cause);
			case NO_FOLDER -> "its folder does not exist";
			case PATH_TOO_LONG -> "the path is longer than the 106 bytes that the JDK allows";
			case OTHER -> String.valueOf(cause.getMessage());
		};
	}

	private static String occupant(ServerBindException cause) {
		return (cause.getCause() instanceof FileSystemException failure && failure.getReason() != null)
				? failure.getReason() : "there is such a file";
	}

	private static boolean isPath(ServerBindException cause) {
		return cause.getAddress() instanceof UnixDomainSocketAddress;
	}

	private static String action(ServerBindException cause) {
		String server = "socketserver.servers." + cause.getServer();
		return switch (cause.getReason()) {
			case IN_USE -> "Stop what listens there, or set '%s.port' to another port.".formatted(server);
			case PERMISSION_DENIED -> (isPath(cause)
					? "Give that user the permission to write to the folder, or set '%s.path' to a path in another one."
					: "Set '%s.port' to 1024 or above, or give the process the capability CAP_NET_BIND_SERVICE.")
				.formatted(server);
			case UNKNOWN_ADDRESS ->
				"Set '%s.address' to an address of this machine, or remove it to listen on all of them."
					.formatted(server);
			case PATH_EXISTS ->
				"Stop the server that listens there or remove the file, or set '%s.path' to another path."
					.formatted(server);
			case NO_FOLDER -> "Create the folder, or set '%s.path' to a path in one that exists.".formatted(server);
			case PATH_TOO_LONG -> "Set '%s.path' to a shorter path.".formatted(server);
			case OTHER -> "Correct the address of the server, below '%s'.".formatted(server);
		};
	}

}
