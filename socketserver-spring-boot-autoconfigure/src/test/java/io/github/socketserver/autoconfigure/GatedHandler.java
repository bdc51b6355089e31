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

package io.github.socketserver.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.annotation.RequestHandler;

/**
 * Holds each request until the test opens the gate, then answers.
 */
@RequestHandler("server")
class GatedHandler implements StreamHandler {

	final CountDownLatch gate = new CountDownLatch(1);

	final AtomicInteger waiting = new AtomicInteger();

	final AtomicInteger mostAtOnce = new AtomicInteger();

	final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void handle(StreamRequest request) throws Exception {
		this.mostAtOnce.accumulateAndGet(this.waiting.incrementAndGet(), Math::max);
		try {
			if (!this.gate.await(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The gate stayed closed");
			}
			this.events.add("answered");
			request.output().write("done");
		}
		catch (InterruptedException ex) {
			this.events.add("interrupted");
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

}
