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

package io.github.socketserver;

import org.jspecify.annotations.Nullable;

/**
 * What a handler threw in a child process, as its server sees it. The exception itself
 * stays in the child, since reading objects that it has written would let it run code in
 * the server; its text and its stack are here.
 */
public final class ForkedHandlerException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String originalType;

	private final boolean connectionFailure;

	private final boolean handled;

	/**
	 * Create an exception.
	 * @param originalType the name of the class that was thrown
	 * @param message its message
	 * @param stackTrace its stack in the child
	 * @param cause its cause, told in the same way
	 * @param connectionFailure whether the client is to blame
	 * @param handled whether an error handler in the child has dealt with it
	 */
	public ForkedHandlerException(String originalType, @Nullable String message, StackTraceElement[] stackTrace,
			@Nullable ForkedHandlerException cause, boolean connectionFailure, boolean handled) {
		super(message, cause);
		this.originalType = originalType;
		this.connectionFailure = connectionFailure;
		this.handled = handled;
		setStackTrace(stackTrace);
	}

	/**
	 * Return the name of a failure's class, for meters: of one in a child the name of the
	 * class that was thrown there.
	 * @param failure what a handler threw
	 * @return the name without its package
	 */
	public static String nameOf(Throwable failure) {
		if (failure instanceof ForkedHandlerException forked) {
			String type = forked.originalType;
			return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
		}
		return failure.getClass().getSimpleName();
	}

	/**
	 * Return what was thrown.
	 * @return the name of the class
	 */
	public String getOriginalType() {
		return this.originalType;
	}

	/**
	 * Return whether the client is to blame: it has gone, was too late, or has sent a
	 * frame that is too long.
	 * @return whether it is no error of the handler
	 */
	public boolean isConnectionFailure() {
		return this.connectionFailure;
	}

	/**
	 * Return whether an error handler in the child has dealt with it.
	 * @return whether nothing is left to be done
	 */
	public boolean isHandled() {
		return this.handled;
	}

	/**
	 * Return the type and the message of what was thrown, so that a log shows them as if
	 * it had been thrown here.
	 */
	@Override
	public String toString() {
		String message = getMessage();
		return (message != null) ? "%s: %s (in a child process)".formatted(this.originalType, message)
				: "%s (in a child process)".formatted(this.originalType);
	}

}
