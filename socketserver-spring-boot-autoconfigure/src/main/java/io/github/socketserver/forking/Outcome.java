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
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.ForkedHandlerException;

/**
 * Tells the parent how a request has ended.
 */
final class Outcome {

	private static final int MAX_CAUSES = 8;

	private static final int MAX_FRAMES = 128;

	private static final int MAX_TEXT = 4 * 1024;

	private Outcome() {
	}

	/**
	 * Write what a handler threw.
	 * @param failure the exception, or {@code null} if there was none
	 * @param connectionFailure whether the client is to blame
	 * @param handled whether an error handler has dealt with it
	 * @return the bytes
	 */
	static byte[] toBytes(@Nullable Throwable failure, boolean connectionFailure, boolean handled) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream target = new DataOutputStream(bytes);
		target.writeBoolean(connectionFailure);
		target.writeBoolean(handled);
		Throwable cause = failure;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			target.writeBoolean(true);
			write(target, cause);
			cause = ask(cause::getCause);
		}
		target.writeBoolean(false);
		return bytes.toByteArray();
	}

	private static void write(DataOutput target, Throwable failure) throws IOException {
		Texts.write(target, failure.getClass().getName());
		String message = ask(failure::getMessage);
		target.writeBoolean(message != null);
		Texts.write(target, limit(Objects.requireNonNullElse(message, "")));
		StackTraceElement[] stack = Objects.requireNonNullElse(ask(failure::getStackTrace), new StackTraceElement[0]);
		int frames = Math.min(stack.length, MAX_FRAMES);
		target.writeInt(frames);
		for (int i = 0; i < frames; i++) {
			Texts.write(target, limit(stack[i].getClassName()));
			Texts.write(target, limit(stack[i].getMethodName()));
			Texts.write(target, limit(Objects.requireNonNullElse(stack[i].getFileName(), "")));
			target.writeInt(stack[i].getLineNumber());
		}
	}

	/**
	 * Ask an exception, which may be of a class that fails when it is asked.
	 * @param <T> the type of the answer
	 * @param question what to ask
	 * @return the answer, or {@code null} if there is none
	 */
	private static <T> @Nullable T ask(Supplier<@Nullable T> question) {
		try {
			return question.get();
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static String limit(String text) {
		return (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "..." : text;
	}

	/**
	 * Read what a handler threw.
	 * @param source the bytes
	 * @return the exception, or {@code null} if there was none
	 */
	static @Nullable ForkedHandlerException read(DataInput source) throws IOException {
		boolean connectionFailure = source.readBoolean();
		boolean handled = source.readBoolean();
		return read(source, connectionFailure, handled, MAX_CAUSES);
	}

	private static @Nullable ForkedHandlerException read(DataInput source, boolean connectionFailure, boolean handled,
			int depth) throws IOException {
		if (!source.readBoolean()) {
			return null;
		}
		if (depth == 0) {
			throw new ProtocolException("more causes than there can be");
		}
		String type = Texts.read(source);
		boolean hasMessage = source.readBoolean();
		String message = Texts.read(source);
		StackTraceElement[] stack = new StackTraceElement[Math.min(Math.max(0, source.readInt()), MAX_FRAMES)];
		for (int i = 0; i < stack.length; i++) {
			String className = Texts.read(source);
			String method = Texts.read(source);
			String file = Texts.read(source);
			stack[i] = new StackTraceElement(className, method, file.isEmpty() ? null : file, source.readInt());
		}
		return new ForkedHandlerException(type, (hasMessage) ? message : null, stack,
				read(source, connectionFailure, handled, depth - 1), connectionFailure, handled);
	}

}
