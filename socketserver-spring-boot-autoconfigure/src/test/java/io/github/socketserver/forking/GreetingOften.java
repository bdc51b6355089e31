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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program of children that make themselves ready too often.
 */
public final class GreetingOften {

	private static final String REPORT = "greeting.report";

	private GreetingOften() {
	}

	/**
	 * Return the options of such children.
	 * @param report the file where they tell what becomes of their connections
	 * @return the options
	 */
	static List<String> options(Path report) {
		return List.of("-D" + REPORT + "=" + report);
	}

	/**
	 * Serve two requests.
	 * @param arguments none
	 * @throws Exception if that fails
	 */
	public static void main(String[] arguments) throws Exception {
		Parent parent = Parent.take();
		ParentConnection first = parent.connect();
		report("spare", open(parent));
		first.awaitRequest();
		ParentConnection second = open(parent);
		report("active", open(parent));
		serve(first, "first");
		second.awaitRequest();
		ParentConnection third = open(parent);
		// else the end of the standard input would end this process
		parent.expectDismissal();
		serve(second, "second");
		report("ending", third);
		TimeUnit.MINUTES.sleep(1);
	}

	private static ParentConnection open(Parent parent) throws IOException {
		ParentConnection connection = ParentConnection.open(parent.settings(), 0);
		connection.greet(parent.settings());
		return connection;
	}

	private static void serve(ParentConnection connection, String reply) throws IOException {
		connection.send(FrameType.DATA, ByteBuffer.wrap((reply + "\n").getBytes()));
		connection.send(FrameType.DONE, ByteBuffer.wrap(Outcome.toBytes(null, false, false)));
	}

	private static void report(String what, ParentConnection connection) throws IOException {
		String end = (connection.awaitRequest() == null) ? "closed" : "has a request";
		Files.writeString(Path.of(System.getProperty(REPORT)), what + ": " + end + "\n", StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

}
