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
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What has become of something that a child has asked its parent to do: it throws in the
 * child what it threw in the parent.
 */
final class CallResult {

	private static final int OK = 0;

	private static final int UNSUPPORTED = 1;

	private static final int ILLEGAL_ARGUMENT = 2;

	private static final int CONNECT = 3;

	private static final int FAILED = 4;

	private CallResult() {
	}

	static byte[] of(Call call) {
		try {
			call.run();
			return result(OK, "");
		}
		catch (UnsupportedOperationException ex) {
			return result(UNSUPPORTED, ex.getMessage());
		}
		catch (ConnectException ex) {
			return result(CONNECT, ex.getMessage());
		}
		catch (IOException ex) {
			return result(FAILED, ex.toString());
		}
		catch (RuntimeException ex) {
			return result(ILLEGAL_ARGUMENT, ex.toString());
		}
	}

	private static byte[] result(int code, @Nullable String message) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream target = new DataOutputStream(bytes)) {
			target.writeByte(code);
			Texts.write(target, Objects.requireNonNullElse(message, ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	static void check(byte[] result) throws IOException {
		DataInputStream source = new DataInputStream(new ByteArrayInputStream(result));
		int code = source.readByte();
		String message = Texts.read(source);
		switch (code) {
			case OK -> {
			}
			case UNSUPPORTED -> throw new UnsupportedOperationException(message);
			case ILLEGAL_ARGUMENT -> throw new IllegalArgumentException(message);
			case CONNECT -> throw new ConnectException(message);
			default -> throw new IOException(message);
		}
	}

	/**
	 * What a child has asked for.
	 */
	@FunctionalInterface
	interface Call {

		void run() throws IOException;

	}

}
