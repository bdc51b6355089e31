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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds up handlers until the test lets them go.
 */
public final class Gate {

	private final Semaphore entered = new Semaphore(0);

	private final CountDownLatch opened = new CountDownLatch(1);

	/**
	 * Wait, as a handler, until the gate is opened.
	 * @throws InterruptedException if the handler is interrupted
	 */
	public void pass() throws InterruptedException {
		this.entered.release();
		if (!this.opened.await(1, TimeUnit.MINUTES)) {
			throw new IllegalStateException("Nobody opened the gate");
		}
	}

	/**
	 * Wait until handlers have come to the gate.
	 * @param count how many more since the last call
	 * @throws InterruptedException if the test is interrupted
	 */
	public void awaitArrivals(int count) throws InterruptedException {
		assertThat(this.entered.tryAcquire(count, 20, TimeUnit.SECONDS)).as("handlers at the gate").isTrue();
	}

	public int arrivals() {
		return this.entered.availablePermits();
	}

	public void open() {
		this.opened.countDown();
	}

}
