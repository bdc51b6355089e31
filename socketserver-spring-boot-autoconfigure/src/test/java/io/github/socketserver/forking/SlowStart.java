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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketserver.Handler;
import io.github.socketserver.Request;

/**
 * The program of children that take their time before they begin.
 */
public final class SlowStart {

	private static final String DELAY = "slow.start.delay";

	private static final String GATE = "slow.start.gate";

	private SlowStart() {
	}

	static ChildProgram program(Class<? extends Handler<Request>> handlerType) {
		return new ChildProgram(SlowStart.class.getName(), ChildMain.program(handlerType.getName()).parameters());
	}

	static List<String> options(Duration delay) {
		return List.of("-D" + DELAY + "=" + delay.toMillis());
	}

	/**
	 * Return the options of children that wait for a file.
	 * @param gate the file
	 * @return the options
	 */
	static List<String> options(Path gate) {
		return List.of("-D" + GATE + "=" + gate);
	}

	/**
	 * Wait, and then do what other children do.
	 * @param arguments none
	 * @throws Exception if there is no such handler
	 */
	public static void main(String[] arguments) throws Exception {
		TimeUnit.MILLISECONDS.sleep(Long.getLong(DELAY, 0));
		String gate = System.getProperty(GATE);
		while (gate != null && Files.notExists(Path.of(gate))) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
		ChildMain.main(arguments);
	}

}
