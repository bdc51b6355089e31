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

/**
 * The program of children that send what no child should send.
 */
public final class HostileChild {

	private HostileChild() {
	}

	/**
	 * Take a request and do a deed.
	 * @param arguments none
	 * @throws Exception if that fails
	 */
	public static void main(String[] arguments) throws Exception {
		Parent parent = Parent.take();
		ParentConnection connection = parent.connect();
		connection.awaitRequest();
		Deed deed = Deed.valueOf(System.getProperty("deed"));
		try {
			connection.send(deed.type, ByteBuffer.wrap(deed.content));
		}
		catch (IOException ex) {
			// the parent has had enough of it
		}
		if (deed.isHarmless()) {
			connection.send(FrameType.DATA, ByteBuffer.wrap("unharmed\n".getBytes()));
			connection.send(FrameType.DONE, ByteBuffer.wrap(Outcome.toBytes(null, false, false)));
		}
		else {
			Thread.sleep(60_000);
		}
		Runtime.getRuntime().halt(0);
	}

	/**
	 * What such a child does.
	 */
	enum Deed {

		SECOND_GREETING(FrameType.HELLO, new byte[10]),

		LONG_FRAME(FrameType.TIMEOUT, new byte[FrameType.MAX_LENGTH + 1]),

		SHORT_TIMEOUT(FrameType.TIMEOUT, new byte[3]),

		NEGATIVE_TIMEOUT(FrameType.TIMEOUT, ByteBuffer.allocate(8).putLong(-1).array()),

		GARBAGE_AS_OUTCOME(FrameType.DONE, new byte[] { 1, 1, 1, 127, 127, 127, 127 }),

		NOTHING_AS_OUTCOME(FrameType.DONE, new byte[0]),

		GARBAGE_AS_OPTION(FrameType.OPTION, new byte[] { 0, 3, 1, 2, 3, 1, 0, 0, 0, 0 }),

		DATAGRAM_ON_A_CONNECTION(FrameType.REPLY, new byte[10]),

		NO_DATA(FrameType.DATA, new byte[0]);

		private final FrameType type;

		private final byte[] content;

		Deed(FrameType type, byte[] content) {
			this.type = type;
			this.content = content;
		}

		boolean isHarmless() {
			return this.type == FrameType.OPTION || this.type == FrameType.REPLY || this.type == FrameType.DATA;
		}

	}

}
