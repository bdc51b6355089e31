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

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Request;

/**
 * The body of every overridable method of a server.
 */
@FunctionalInterface
public interface Around {

	/**
	 * Call an overridden method.
	 * @param hook the name of the method
	 * @param request its request, if it has one
	 * @param original calls the method of the superclass
	 * @return what the method is to return
	 * @throws Exception what the method is to throw
	 */
	@Nullable Object call(String hook, @Nullable Request request, Callable<?> original) throws Exception;

	/**
	 * Override nothing.
	 * @return a body that calls the original
	 */
	static Around nothing() {
		return (hook, request, original) -> original.call();
	}

	/**
	 * Override one method.
	 * @param name the name of the method
	 * @param body its body
	 * @return a body that calls the original of all the others
	 */
	static Around method(String name, Around body) {
		return (hook, request, original) -> hook.equals(name) ? body.call(hook, request, original) : original.call();
	}

	/**
	 * Have one method throw.
	 * @param name the name of the method
	 * @param failure what it throws, an unchecked exception where the method has no other
	 * @return a body that calls the original of all the others
	 */
	static Around failing(String name, Throwable failure) {
		return method(name, (hook, request, original) -> {
			if (failure instanceof Error error) {
				throw error;
			}
			throw (Exception) failure;
		});
	}

}
