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
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.socketserver.ForkedHandlerException;
import io.github.socketserver.Request;
import io.github.socketserver.RequestPipeline;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.server.Addresses;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.transport.DaemonThreads;

/**
 * Gives each request a thread, which relays it to a child. Python: {@code ForkingMixIn}.
 */
final class ForkingProcessor implements RequestProcessor {

	private static final Log logger = LogFactory.getLog(Forking.class);

	private final ForkingOptions options;

	private final Consumer<ForkingProcessor> onClose;

	private final Children children;

	private final ThreadingProcessor threads;

	private final ExecutorService inputThreads;

	private final AtomicInteger stops = new AtomicInteger();

	ForkingProcessor(BaseServer server, ChildProgram program, ForkingOptions options,
			Consumer<ForkingProcessor> onClose) {
		this.options = options;
		this.onClose = onClose;
		this.threads = ThreadingProcessor.onPlatformThreads("socketserver-%s-".formatted(server.name()), false);
		this.inputThreads = Executors
			.newCachedThreadPool(DaemonThreads.factory("socketserver-%s-input".formatted(server.name())));
		try {
			this.children = new Children(server, options, new ChildFactory(server, program, options));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void process(Request request, RequestPipeline pipeline) {
		this.threads.process(request, pipeline);
	}

	/**
	 * Let a child handle a request.
	 * @param request the request
	 * @throws Exception what went wrong
	 */
	void handle(Request request) throws Exception {
		byte[] header = RequestHeader.of(request).toBytes();
		int stops = this.stops.get();
		Child child = takeAndSend(header);
		boolean done = false;
		child.serves(request);
		endIfStopped(child, stops);
		try {
			ForkedHandlerException failure = new Relay(request, child).run(this.inputThreads);
			done = true;
			if (failure != null) {
				throw failure;
			}
		}
		catch (ClosedByInterruptException ex) {
			// the request was cut
			throw ex;
		}
		catch (IOException ex) {
			Exception failure = failure(request, child, ex);
			if (!request.isOpen()) {
				// who reports failures takes that of a closed request for its end
				logger.error(failure.getMessage());
			}
			throw failure;
		}
		finally {
			child.serves(null);
			this.children.giveBack(child, done);
		}
	}

	/**
	 * End a request that has got its child during a stop: at once if the stop came while
	 * it waited, else after a moment, which tells whether the client has sent a message.
	 * @param child the child
	 * @param stops the number of stops before
	 */
	private void endIfStopped(Child child, int stops) {
		if (this.stops.get() > 0) {
			int request = child.request();
			long delay = (this.stops.get() != stops) ? 0 : ChildWatch.LOOK_MILLIS;
			ChildWatch.TIMER.schedule(() -> child.process().order(Order.END_WHEN_IDLE, request), delay,
					TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Take a child that is alive: a spare one may have ended unnoticed.
	 * @param header what it is to be told
	 * @return the child
	 */
	private Child takeAndSend(byte[] header) throws Exception {
		while (true) {
			Child child = this.children.take();
			try {
				child.connection().sendHeader(header);
				return child;
			}
			catch (IOException ex) {
				child.connection().close();
				this.children.giveBack(child, false);
				if (Thread.currentThread().isInterrupted()) {
					throw ex;
				}
			}
		}
	}

	private Exception failure(Request request, Child child, IOException cause) throws InterruptedException {
		String what = "%s, which served %s, ".formatted(child, Addresses.toString(request.clientAddress()));
		if (child.isTimedOut()) {
			return new ChildTimeoutException("%stook longer than 'child-timeout', %d ms. %s".formatted(what,
					this.options.childTimeout().toMillis(), child.process().tail()));
		}
		if (cause instanceof ProtocolException) {
			child.kill(ChildEnd.KILLED);
			return new ChildCrashedException(
					"%shas sent %s. %s".formatted(what, cause.getMessage(), child.process().tail()));
		}
		return new ChildCrashedException(what + child.process().awaitEnd());
	}

	@Override
	public int defaultMaxConnections() {
		return this.options.maxChildren();
	}

	@Override
	public boolean isRemote() {
		return true;
	}

	@Override
	public void endIdle() {
		this.stops.incrementAndGet();
		this.children.endIdle();
	}

	@Override
	public void close() {
		this.onClose.accept(this);
		this.children.close();
		this.threads.close();
		this.inputThreads.shutdown();
	}

	@Override
	public String toString() {
		return "forking";
	}

}
