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

package io.github.socketserver.testsupport;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestVerifier;

/**
 * Calls an {@link Around} from methods that may throw less than it.
 */
record Overrides(Around around) {

	void run(String hook, Runnable original) {
		call(hook, null, () -> {
			original.run();
			return null;
		});
	}

	void run(String hook, Request request, Consumer<Request> original) {
		call(hook, request, () -> {
			original.accept(request);
			return null;
		});
	}

	void runIo(String hook, IoAction original) throws IOException {
		call(hook, null, () -> {
			original.run();
			return null;
		});
	}

	void runChecked(String hook, Request request, Handler<Request> original) throws Exception {
		call(hook, request, () -> {
			original.handle(request);
			return null;
		});
	}

	boolean verifyRequest(Request request, RequestVerifier original) throws Exception {
		return Boolean.TRUE.equals(call("verifyRequest", request, () -> original.verifyRequest(request)));
	}

	@Nullable Request getRequest(Callable<@Nullable Request> original) throws IOException {
		return (Request) call("getRequest", null, original);
	}

	private @Nullable Object call(String hook, @Nullable Request request, Callable<?> original) {
		try {
			return this.around.call(hook, request, original);
		}
		catch (Exception ex) {
			throw Overrides.<RuntimeException>unchecked(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> E unchecked(Exception failure) throws E {
		throw (E) failure;
	}

	/**
	 * A method of the superclass.
	 */
	@FunctionalInterface
	interface IoAction {

		void run() throws IOException;

	}

}
