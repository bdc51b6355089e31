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

package io.github.socketserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BaseRequestHandler} and {@link HandlerFactory}.
 */
class BaseRequestHandlerTests {

	private final Request request = Mockito.mock(Request.class);

	@Test
	void setsUpHandlesAndFinishes() throws Exception {
		Steps handler = new Steps();
		handler.handle(this.request);
		assertThat(handler.steps).containsExactly("setup", "handle", "finish");
		assertThat(handler.seen).isSameAs(this.request);
	}

	@Test
	void failedSetupIsTheEnd() {
		Steps handler = new Steps("setup");
		assertThatIOException().isThrownBy(() -> handler.handle(this.request)).withMessage("setup");
		assertThat(handler.steps).containsExactly("setup");
	}

	@Test
	void failedHandleIsFinished() {
		Steps handler = new Steps("handle");
		assertThatIOException().isThrownBy(() -> handler.handle(this.request)).withMessage("handle").withNoCause();
		assertThat(handler.steps).containsExactly("setup", "handle", "finish");
	}

	@Test
	void failureOfFinishIsSuppressedByThatOfHandle() {
		Steps handler = new Steps("handle", "finish");
		assertThatIOException().isThrownBy(() -> handler.handle(this.request))
			.withMessage("handle")
			.satisfies((failure) -> assertThat(failure.getSuppressed()).singleElement()
				.extracting(Throwable::getMessage)
				.isEqualTo("finish"));
	}

	@Test
	void failureOfFinishAloneIsThrown() {
		Steps handler = new Steps("finish");
		assertThatIOException().isThrownBy(() -> handler.handle(this.request)).withMessage("finish");
	}

	@Test
	void secondRequestIsRefused() throws Exception {
		Steps handler = new Steps();
		handler.handle(this.request);
		assertThatIllegalStateException().isThrownBy(() -> handler.handle(this.request))
			.withMessageContaining("Steps::new");
		assertThat(handler.steps).hasSize(3);
	}

	@Test
	void thereIsNoRequestBeforeTheFirst() {
		assertThatIllegalStateException().isThrownBy(() -> new Steps().request());
	}

	@Test
	void sharedFactoryGivesTheSameHandler() throws Exception {
		Handler<Request> handler = (request) -> {
		};
		HandlerFactory<Request> factory = HandlerFactory.shared(handler);
		assertThat(factory.getHandler()).isSameAs(handler).isSameAs(factory.getHandler());
	}

	@Test
	void handlerOfOneRequestCannotBeShared() {
		assertThatIllegalArgumentException().isThrownBy(() -> HandlerFactory.shared(new Steps()))
			.withMessageContaining("Steps::new");
	}

	/**
	 * Notes its steps, some of which fail.
	 */
	static class Steps extends BaseRequestHandler<Request> {

		private final List<String> steps = new ArrayList<>();

		private final Set<String> failing;

		private Request seen;

		Steps(String... failing) {
			this.failing = Set.of(failing);
		}

		@Override
		protected void setup() throws IOException {
			step("setup");
		}

		@Override
		protected void handle() throws IOException {
			this.seen = request();
			step("handle");
		}

		@Override
		protected void finish() throws IOException {
			step("finish");
		}

		private void step(String name) throws IOException {
			this.steps.add(name);
			if (this.failing.contains(name)) {
				throw new IOException(name);
			}
		}

	}

}
