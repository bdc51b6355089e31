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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

/**
 * The program of children that do nothing but handle requests.
 */
public final class ChildMain {

	private static final String HANDLER = "handler";

	private ChildMain() {
	}

	/**
	 * Return this program.
	 * @param handler the name of the class of the handlers, which has a constructor
	 * without parameters
	 * @return the program
	 */
	public static ChildProgram program(String handler) {
		return new ChildProgram(ChildMain.class.getName(), Map.of(HANDLER, handler));
	}

	/**
	 * Serve requests until the parent has enough.
	 * @param args none: all that a child is told comes through its standard input
	 * @throws Exception if there is no such handler
	 */
	public static void main(String[] args) throws Exception {
		Parent parent = Parent.take();
		MethodHandle constructor = constructor(parent.parameters().getOrDefault(HANDLER, ""));
		new ChildServer(parent, () -> newHandler(constructor)).serveAndHalt(() -> {
		});
	}

	private static MethodHandle constructor(String handler) throws ReflectiveOperationException {
		Class<?> type = Class.forName(handler);
		return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
			.findConstructor(type, MethodType.methodType(void.class));
	}

	@SuppressWarnings("unchecked")
	private static Handler<? super Request> newHandler(MethodHandle constructor) throws Exception {
		try {
			return (Handler<? super Request>) constructor.invoke();
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
