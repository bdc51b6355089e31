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

package io.github.socketserver.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.RequestProcessor;
import io.github.socketserver.ServerListener;
import io.github.socketserver.SocketServer;
import io.github.socketserver.processing.ThreadingProcessor;
import io.github.socketserver.transport.RequestContext;
import io.github.socketserver.transport.TransportRequest;

/**
 * A server whose protected methods are the hooks of Python's {@code BaseServer}, to be
 * overridden as there. A subclass of this class serves requests of its own kind, from a
 * socket or from something else, such as a queue or a table. The public methods are safe
 * in any thread, a handler's included, in any order, and more than once. A closed server
 * can be started again, and gets the port that it had.
 */
public abstract class BaseServer implements SocketServer, AutoCloseable {

	private final ServerType type;

	private final SocketAddress requestedAddress;

	private final HandlerFactory<?> handlerFactory;

	private final ServerOptions options;

	private final ActiveRequests requests = new ActiveRequests();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile String name;

	private volatile Duration gracePeriod;

	private volatile ServerHooks hooks = ServerHooks.none();

	private volatile Function<? super BaseServer, ? extends RequestProcessor> defaultProcessor = BaseServer::onPlatformThreads;

	private volatile @Nullable SocketAddress boundAddress;

	private volatile @Nullable ServerRun run;

	private boolean closed;

	/**
	 * Create a server. Nothing is bound before {@link #start()}.
	 * @param type the kind of server, which decides what options there are
	 * @param address the address to bind
	 * @param handlerFactory gives the handlers, which must take what
	 * {@link #getRequest()} returns
	 * @param options the options
	 * @throws IllegalArgumentException if such a server has not such an option
	 */
	protected BaseServer(ServerType type, SocketAddress address, HandlerFactory<?> handlerFactory,
			ServerOptions options) {
		options.requireSupportedBy(type);
		this.type = type;
		this.requestedAddress = address;
		this.handlerFactory = handlerFactory;
		this.options = options;
		this.name = options.name();
		this.gracePeriod = options.shutdownGracePeriod();
	}

	@Override
	public final String name() {
		return this.name;
	}

	/**
	 * Return the kind of this server.
	 * @return the type
	 */
	public final ServerType type() {
		return this.type;
	}

	@Override
	public SocketAddress serverAddress() {
		SocketAddress bound = this.boundAddress;
		return (bound != null) ? bound : this.requestedAddress;
	}

	@Override
	public final boolean isRunning() {
		ServerRun run = this.run;
		return run != null && !run.isStopRequested();
	}

	/**
	 * Return the options of this server.
	 * @return the options
	 */
	public final ServerOptions options() {
		return this.options;
	}

	/**
	 * Return the hooks that are called beside this server's own methods.
	 * @return the hooks
	 */
	public final ServerHooks hooks() {
		return this.hooks;
	}

	/**
	 * Set the name of this server, instead of that of its options.
	 * @param name the name
	 * @throws IllegalStateException if the server is started
	 */
	public final void setName(String name) {
		requireNotStarted();
		this.name = name;
	}

	/**
	 * Set how long {@link #close()} waits for requests, instead of what its options say.
	 * @param gracePeriod zero or more
	 * @throws IllegalStateException if the server is started
	 */
	public final void setGracePeriod(Duration gracePeriod) {
		requireNotStarted();
		this.gracePeriod = gracePeriod;
	}

	/**
	 * Set the hooks that are called beside this server's own methods.
	 * @param hooks the hooks
	 * @throws IllegalStateException if the server is started
	 */
	public void setHooks(ServerHooks hooks) {
		requireNotStarted();
		this.hooks = hooks;
	}

	/**
	 * Set the concurrency strategy of this server if its options name none.
	 * @param defaultProcessor makes the strategy at each start
	 * @throws IllegalStateException if the server is started
	 */
	public final void setDefaultProcessor(Function<? super BaseServer, ? extends RequestProcessor> defaultProcessor) {
		requireNotStarted();
		this.defaultProcessor = defaultProcessor;
	}

	private void requireNotStarted() {
		if (this.run != null) {
			throw new IllegalStateException("Server '%s' is started and cannot be changed".formatted(name()));
		}
	}

	/**
	 * Bind and listen, unless that is done: from here on clients can connect, and wait in
	 * the kernel's queue until somebody calls {@link #serveForever()} or
	 * {@link #handleRequest(Duration)}. Python: the constructor with
	 * {@code bind_and_activate}.
	 * @throws ServerBindException if the address cannot be had; nothing stays bound
	 * @throws IllegalStateException if another thread is closing the server
	 */
	public void start() {
		this.lock.lock();
		try {
			ServerRun run = this.run;
			if (run == null) {
				this.run = bind();
				this.closed = false;
				this.run.announceStart();
			}
			else if (run.isClosing()) {
				throw new IllegalStateException("Server '%s' is being closed".formatted(name()));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private ServerRun bind() {
		try {
			serverBind();
			serverActivate();
			return new ServerRun(this, this.hooks, this.requests);
		}
		catch (IOException ex) {
			closeQuietly(ex);
			throw new ServerBindException(name(), this.requestedAddress, ex);
		}
		catch (RuntimeException ex) {
			closeQuietly(ex);
			throw ex;
		}
	}

	private void closeQuietly(Exception failure) {
		try {
			serverClose();
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Serve on the calling thread until another one, or a handler, calls
	 * {@link #shutdown()} or {@link #close()}. Starts the server if it is new; returns at
	 * once if it is closed. An interrupt does not end it: the thread has it back when
	 * this returns. Python: {@code serve_forever}, without its polling.
	 * @throws ServerBindException if the server is new and cannot be started
	 * @throws IllegalStateException if another thread serves
	 */
	public void serveForever() {
		serveForever(Duration.ZERO);
	}

	/**
	 * Do as {@link #serveForever()}, and call {@link #serviceActions()} regularly.
	 * Python: {@code serve_forever(poll_interval)}.
	 * @param pollInterval how long to wait for a request before the next call; zero for
	 * as long as none comes
	 * @throws ServerBindException if the server is new and cannot be started
	 * @throws IllegalStateException if another thread serves
	 */
	public void serveForever(Duration pollInterval) {
		ServerRun run = startIfNew();
		if (run != null) {
			run.serveForever(pollInterval);
		}
	}

	/**
	 * Wait for one request and process it on the calling thread, or hand it to another
	 * one, as the concurrency strategy has it. Starts the server if it is new. An
	 * interrupt does not end the wait. Python: {@code handle_request}.
	 * @param timeout how long to wait at most; zero only looks
	 * @return whether there was one; if not, {@link #handleTimeout()} has been called
	 * unless the server is being stopped
	 * @throws ServerBindException if the server is new and cannot be started
	 * @throws IllegalStateException if another thread serves
	 */
	public boolean handleRequest(Duration timeout) {
		ServerRun run = startIfNew();
		return run != null && run.handleRequest(timeout);
	}

	private @Nullable ServerRun startIfNew() {
		this.lock.lock();
		try {
			if (this.run == null && !this.closed) {
				start();
			}
			return this.run;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop serving: takes no further request from now on, and waits until the serving
	 * thread has left {@link #serveForever()}, unless it is the caller. The socket stays
	 * bound, so serving can begin again. Python: {@code shutdown}, without its traps.
	 */
	public void shutdown() {
		ServerRun run = this.run;
		if (run != null) {
			run.shutdown();
		}
	}

	/**
	 * Stop serving, process what already waits in the kernel's queue, close the socket,
	 * and wait for the requests: those between two messages are ended at once, the others
	 * get the grace period. With daemon threads or without {@code block-on-close}, and
	 * when called by a handler of this server, requests are not waited for and go on.
	 * Python: {@code shutdown} and {@code server_close}.
	 */
	@Override
	public void close() {
		close(this.gracePeriod);
	}

	/**
	 * Do as {@link #close()} without a grace period: every request that is still open is
	 * closed, and its handler's thread interrupted.
	 */
	public void closeNow() {
		close(Duration.ZERO);
		this.requests.abort();
	}

	private void close(Duration gracePeriod) {
		ServerRun run = runToClose();
		if (run != null && run.close(gracePeriod)) {
			this.run = null;
		}
	}

	private @Nullable ServerRun runToClose() {
		this.lock.lock();
		try {
			this.closed = true;
			return this.run;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Open the socket and bind it. Python: {@code server_bind}.
	 * @throws IOException if the address cannot be had
	 */
	protected abstract void serverBind() throws IOException;

	/**
	 * Make the bound socket ready for requests. Python: {@code server_activate}; the JDK
	 * binds and listens in one call, so there is nothing left to do here.
	 * @throws IOException if that fails
	 */
	protected void serverActivate() throws IOException {
	}

	/**
	 * Return what the serving thread waits for: a channel that can accept or can be read
	 * when {@link #getRequest()} has something to take. Asked once at each start, after
	 * {@link #serverActivate()}. Python: {@code fileno}.
	 * @return the channel, which becomes non-blocking, or {@code null} if
	 * {@link #getRequest()} waits by itself
	 */
	protected @Nullable SelectableChannel channel() {
		return null;
	}

	/**
	 * Take a request that is ready. Runs on the serving thread, and for what waits in the
	 * kernel's queue at a {@link #close()} on the thread that closes. An override may
	 * return a request of its own around that of {@code super}, which all hooks and the
	 * handler get then. Python: {@code get_request}.
	 * <p>
	 * A server without a {@link #channel()} waits here for its requests, and is
	 * interrupted when it is to stop. The time-out of {@link #handleRequest(Duration)}
	 * means nothing to it.
	 * @return the request, or {@code null} if there is none any more
	 * @throws Exception if none can be taken: the serving thread rests and tries again
	 */
	protected abstract @Nullable Request getRequest() throws Exception;

	/**
	 * Say whether a request is to be processed; asked after the {@link ServerHooks}'
	 * verifiers. Runs on the serving thread. Python: {@code verify_request}.
	 * @param request the request
	 * @return {@code true} unless overridden
	 * @throws Exception if it cannot be told: the request is denied
	 */
	protected boolean verifyRequest(Request request) throws Exception {
		return true;
	}

	/**
	 * Hand a request to the concurrency strategy. Runs on the serving thread. Python:
	 * {@code process_request}.
	 * @param request the request
	 */
	protected void processRequest(Request request) {
		requireRun().process(request);
	}

	/**
	 * Have a request handled. Runs on the handler's thread, inside the
	 * {@link ServerHooks}' interceptors. Python: {@code finish_request}.
	 * @param request the request
	 * @throws Exception if the handler failed
	 */
	@SuppressWarnings("unchecked")
	protected void finishRequest(Request request) throws Exception {
		((Handler<Request>) this.handlerFactory.getHandler()).handle(request);
		TransportRequest transport = this.requests.transport(request);
		if (transport != null) {
			transport.complete();
		}
	}

	/**
	 * Deal with an exception that no error handler of the {@link ServerHooks} wanted.
	 * Runs on the thread where it was thrown, while the request is open. Python:
	 * {@code handle_error}.
	 * <p>
	 * Logs unless overridden: at debug level if the client has gone or the server has
	 * ended the request, otherwise as an error.
	 * @param request the request
	 * @param error the exception
	 */
	protected void handleError(Request request, Exception error) {
		ServerLog.requestFailed(request, this.requests.transport(request), error);
	}

	/**
	 * Tell the client that nothing more will come, then {@link #closeRequest(Request)}.
	 * Called exactly once for each request that is not detached. Python:
	 * {@code shutdown_request}.
	 * @param request the request
	 */
	protected void shutdownRequest(Request request) {
		TransportRequest transport = this.requests.transport(request);
		if (transport != null) {
			transport.shutdownOutput();
		}
		closeRequest(request);
	}

	/**
	 * Close a request. Python: {@code close_request}.
	 * @param request the request
	 */
	protected void closeRequest(Request request) {
		request.close();
	}

	/**
	 * Called when {@link #handleRequest(Duration)} has waited in vain. Python:
	 * {@code handle_timeout}.
	 */
	protected void handleTimeout() {
	}

	/**
	 * Called on the serving thread after each request, after each other occasion for
	 * which it woke, and as often as {@link #serveForever(Duration)} says. Python:
	 * {@code service_actions}.
	 */
	protected void serviceActions() {
	}

	/**
	 * Close what {@link #serverBind()} has opened. Called at each stop, also after a
	 * start that failed half-way, and perhaps more than once. Python:
	 * {@code server_close}.
	 * @throws IOException if that fails
	 */
	protected abstract void serverClose() throws IOException;

	RequestSource openSource() throws IOException {
		SelectableChannel channel = channel();
		return (channel != null) ? SelectorSource.open(channel) : new WaitingSource();
	}

	/**
	 * Return whether the socket must stay open until the last request is over.
	 * @return whether requests reply through it
	 */
	boolean repliesThroughSocket() {
		return false;
	}

	/**
	 * Make the concurrency strategy, at each start: that of the options, or else the one
	 * that was set.
	 * @return the strategy
	 */
	protected RequestProcessor createProcessor() {
		Function<? super BaseServer, ? extends RequestProcessor> processor = this.options.processor();
		return (processor != null) ? processor.apply(this) : this.defaultProcessor.apply(this);
	}

	private static RequestProcessor onPlatformThreads(BaseServer server) {
		return ThreadingProcessor.onPlatformThreads(server.name() + "-", server.options().daemonThreads());
	}

	/**
	 * Note the address that {@link #serverBind()} has got.
	 * @param address the address, with its real port
	 */
	protected final void bound(SocketAddress address) {
		this.boundAddress = address;
	}

	/**
	 * Return what passes events on to all listeners of the {@link ServerHooks} and lets
	 * none of their exceptions through.
	 * @return the listener
	 */
	public final ServerListener listeners() {
		ServerRun run = this.run;
		return (run != null) ? run.listeners() : new ServerListeners(this.hooks.listeners(), new ServerLog(name()));
	}

	/**
	 * Return whether this server is only a part of one in another process, which logs its
	 * start and its stop.
	 * @return {@code false} unless overridden
	 */
	protected boolean isPartOfAnother() {
		return false;
	}

	/**
	 * Return what the requests have in common that {@link #getRequest()} makes.
	 * @return the context
	 * @throws IllegalStateException if the server is not started
	 */
	protected final RequestContext context() {
		return requireRun().context();
	}

	/**
	 * Note a request that {@link #getRequest()} is about to return: should an override
	 * throw after that, the request is closed, and should it return another one, that is
	 * taken for one around it.
	 * @param request the request
	 * @return the request
	 */
	final Request taken(Request request) {
		requireRun().taker().taken(request);
		return request;
	}

	private ServerRun requireRun() {
		ServerRun run = this.run;
		if (run == null) {
			throw new IllegalStateException("Server '%s' is not started".formatted(name()));
		}
		return run;
	}

}
