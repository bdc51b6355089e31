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

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Does something on a thread of its own: the common pool may have only one.
 */
final class Background {

	private Background() {
	}

	static <T> CompletableFuture<T> call(Callable<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(task.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	static CompletableFuture<Void> run(Task task) {
		return call(() -> {
			task.run();
			return null;
		});
	}

	/**
	 * Something to do.
	 */
	@FunctionalInterface
	interface Task {

		void run() throws Exception;

	}

}
