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
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Passes what a child prints on to this process's output, as if they shared one, and
 * remembers the end of it.
 */
final class ChildOutput implements Runnable {

	private static final int TAIL_LENGTH = 2048;

	private static final long LAST_WAIT_MILLIS = 500;

	private final InputStream source;

	private final byte[] tail = new byte[TAIL_LENGTH];

	private long count;

	private final CountDownLatch ended = new CountDownLatch(1);

	ChildOutput(InputStream source) {
		this.source = source;
	}

	@Override
	public void run() {
		byte[] buffer = new byte[TAIL_LENGTH];
		try (InputStream source = this.source) {
			for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
				System.out.write(buffer, 0, read);
				System.out.flush();
				remember(buffer, read);
			}
		}
		catch (IOException ex) {
			// the process has ended
		}
		finally {
			this.ended.countDown();
		}
	}

	private synchronized void remember(byte[] buffer, int length) {
		for (int i = 0; i < length; i++) {
			this.tail[(int) (this.count % TAIL_LENGTH)] = buffer[i];
			this.count++;
		}
	}

	/**
	 * Return what an ended child has printed last.
	 * @return the end of the output, or what came before a process of the child's took it
	 * over
	 */
	String tail() {
		try {
			this.ended.await(LAST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (this) {
			int length = (int) Math.min(this.count, TAIL_LENGTH);
			byte[] text = new byte[length];
			for (int i = 0; i < length; i++) {
				text[i] = this.tail[(int) ((this.count - length + i) % TAIL_LENGTH)];
			}
			return new String(text, Charset.defaultCharset()).strip();
		}
	}

}
