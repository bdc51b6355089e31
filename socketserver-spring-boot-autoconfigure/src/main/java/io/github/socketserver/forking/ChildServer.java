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
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.socketserver.Handler;
import io.github.socketserver.HandlerFactory;
import io.github.socketserver.Request;
import io.github.socketserver.StreamRequest;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.ServerHooks;
import io.github.socketserver.transport.AbstractRequest;
import io.github.socketserver.transport.ConnectionRequest;
import io.github.socketserver.transport.PacketRequest;
import io.github.socketserver.transport.RequestContext;
import io.github.socketserver.transport.Timeouts;

/**
 * The server in a child: its requests come from the parent, one after the other, and are
 * handled on the thread that serves. Python: the child's branch of
 * {@code ForkingMixIn.process_request}.
 */
public final class ChildServer extends BaseServer {

	private final Parent parent;

	private @Nullable ParentConnection connection;

	private @Nullable RequestHeader header;

	private volatile @Nullable ChildRequest current;

	/**
	 * Create a server.
	 * @param parent the parent
	 * @param handlers gives the handlers
	 */
	public ChildServer(Parent parent, HandlerFactory<?> handlers) {
		super(parent.settings().type(), parent.settings().address(),
				parent.settings().rehearsal() ? ChildServer::rehearsingHandler : handlers, parent.settings().options());
		this.parent = parent;
		setHooks(ServerHooks.none());
	}

	/**
	 * Return a handler that does what most do.
	 * @return the handler
	 */
	private static Handler<Request> rehearsingHandler() {
		return (request) -> {
			if (request instanceof StreamRequest) {
				request.input().readLine();
				request.output().write("\n");
			}
		};
	}

	/**
	 * Set the interceptors and error handlers. Hooks of other kinds are for the parent.
	 */
	@Override
	public void setHooks(ServerHooks hooks) {
		ServerHooks handling = this.parent.settings().rehearsal() ? ServerHooks.none() : hooks;
		super.setHooks(new ServerHooks(List.of(), handling.interceptors(), handling.errorHandlers(), List.of(),
				List.of(new ChildRequestListener(() -> this.current))));
	}

	@Override
	public SocketAddress serverAddress() {
		return this.parent.settings().address();
	}

	/**
	 * Serve as many requests as the parent has said, then end this process without
	 * running its shutdown hooks, as {@code os._exit()} does after fork(2).
	 * @param beforeHalt what to do between the two, when no client waits any more
	 */
	public void serveAndHalt(Runnable beforeHalt) {
		int status = 1;
		try {
			start();
			status = serve();
		}
		catch (IOException | RuntimeException | Error ex) {
			Thread thread = Thread.currentThread();
			thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
		}
		try {
			beforeHalt.run();
		}
		finally {
			Runtime.getRuntime().halt(status);
		}
	}

	private int serve() throws IOException {
		for (int rest = this.parent.settings().requests(); rest > 0; rest--) {
			ParentConnection connection = this.parent.connect();
			RequestHeader header = connection.awaitRequest();
			if (header == null) {
				return 0;
			}
			this.connection = connection;
			this.header = header;
			this.current = null;
			boolean last = (rest == 1);
			boolean sound = serveOne(connection, last);
			if (last) {
				this.parent.awaitDismissal();
			}
			if (!sound) {
				return 1;
			}
		}
		return 0;
	}

	private boolean serveOne(ParentConnection connection, boolean last) {
		boolean sound = true;
		try {
			handleRequest(Duration.ZERO);
		}
		catch (Error ex) {
			if (this.current == null) {
				throw ex;
			}
			// After it nobody can say what state this process is in
			sound = false;
		}
		// an interrupt was meant for this request
		Thread.interrupted();
		ChildRequest request = this.current;
		if (request == null) {
			return false;
		}
		request.awaitClose();
		if (last) {
			this.parent.expectDismissal();
		}
		try {
			connection.send(FrameType.DONE, ByteBuffer.wrap(request.outcome()));
		}
		catch (IOException ex) {
			// the parent has cut the request and is about to end this process
			sound = false;
		}
		if (!last) {
			// the end of this process closes the last one, without the classes for it
			connection.close();
		}
		return sound;
	}

	@Override
	protected @Nullable Request getRequest() {
		ParentConnection connection = this.connection;
		RequestHeader header = this.header;
		this.header = null;
		if (connection == null || header == null) {
			return null;
		}
		ParentLink link = new ParentLink(connection, header);
		AbstractRequest request = createRequest(connection, header, link);
		request.takeOver(header.id(), header.attributes());
		this.current = new ChildRequest(request, link);
		connection.onEndWhenIdle(request::endWhenIdle);
		return request;
	}

	private AbstractRequest createRequest(ParentConnection connection, RequestHeader header, ParentLink link) {
		RequestContext context = context().withTimeouts(context().timeouts().only(Timeouts.Side.READS));
		byte[] packet = header.packet();
		return (packet != null)
				? new PacketRequest(context, packet, header.truncated(), header.client(),
						(data, target) -> connection.call(FrameType.REPLY, data))
				: new ConnectionRequest(context, link);
	}

	/**
	 * Leave the exception to the parent, which is told of it.
	 */
	@Override
	protected void handleError(Request request, Exception error) {
		ChildRequest current = this.current;
		if (current != null) {
			current.unhandled();
		}
	}

	@Override
	protected boolean isPartOfAnother() {
		return true;
	}

	@Override
	protected void serverBind() {
	}

	@Override
	protected void serverClose() {
	}

}
