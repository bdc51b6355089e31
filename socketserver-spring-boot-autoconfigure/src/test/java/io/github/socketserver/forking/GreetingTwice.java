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

import java.nio.ByteBuffer;

/**
 * The program of children that make themselves ready twice for one request.
 */
public final class GreetingTwice {

	private GreetingTwice() {
	}

	/**
	 * Greet twice, and serve a request on the first connection.
	 * @param arguments none
	 * @throws Exception if that fails
	 */
	public static void main(String[] arguments) throws Exception {
		Parent parent = Parent.take();
		ParentConnection first = parent.connect();
		ParentConnection second = ParentConnection.open(parent.settings(), 1);
		String what = (second.awaitRequest() == null) ? "closed" : "has a request";
		first.awaitRequest();
		first.send(FrameType.DATA, ByteBuffer.wrap(("second connection: " + what + "\n").getBytes()));
		first.send(FrameType.DONE, ByteBuffer.wrap(Outcome.toBytes(null, false, false)));
		Runtime.getRuntime().halt(0);
	}

}
