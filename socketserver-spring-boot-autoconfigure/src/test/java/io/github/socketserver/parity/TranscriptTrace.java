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

package io.github.socketserver.parity;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;
import io.github.socketserver.testsupport.Around;

/**
 * The hooks that were called, by the thread that called them.
 */
final class TranscriptTrace {

	private static final ThreadLocal<Role> ROLE = ThreadLocal.withInitial(() -> Role.HANDLER);

	private final Map<Role, List<String>> lines = new EnumMap<>(Role.class);

	private final AtomicBoolean afterRequest = new AtomicBoolean();

	TranscriptTrace() {
		Arrays.stream(Role.values()).forEach((role) -> this.lines.put(role, new CopyOnWriteArrayList<>()));
	}

	/**
	 * Have the lines of the current thread noted as of this kind.
	 * @param role the kind of thread
	 */
	static void as(Role role) {
		ROLE.set(role);
	}

	void add(String line) {
		this.lines.get(ROLE.get()).add(line);
	}

	/**
	 * Note each overridable method that is called.
	 * @param around its body
	 * @return the body
	 */
	Around around(Around around) {
		return (hook, request, original) -> {
			note(hook, request);
			return around.call(hook, request, original);
		};
	}

	private void note(String hook, @Nullable Request request) {
		String name = snakeCase(hook);
		switch (name) {
			case "get_request" -> {
				this.afterRequest.set(true);
				add(name);
			}
			case "service_actions" -> {
				// polling would make more of these calls: their number is a matter of
				// time
				if (this.afterRequest.getAndSet(false)) {
					add(name);
				}
			}
			case "handle_error" -> add(name + ": " + describe(request.attributes().get("error")));
			default -> add(name);
		}
	}

	private static String describe(Object error) {
		return (error instanceof Scripted scripted) ? scripted.getMessage() : "an error of the system";
	}

	private static String snakeCase(String name) {
		return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
	}

	String text() {
		return this.lines.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue()
				.stream()
				.map((line) -> entry.getKey().name().toLowerCase(Locale.ROOT) + ": " + line))
			.collect(Collectors.joining("|"));
	}

	/**
	 * Kinds of threads.
	 */
	enum Role {

		CALLER, SERVING, HANDLER

	}

	/**
	 * Thrown by a hook that was told to.
	 */
	static final class Scripted extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Scripted(String hook) {
			super(hook);
		}

	}

}
