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

package io.github.socketserver.observation;

import io.micrometer.observation.Observation;

import io.github.socketserver.Request;

/**
 * What an observation knows of a request.
 */
public class ServerRequestObservationContext extends Observation.Context {

	private final Request request;

	private volatile boolean finished;

	/**
	 * Create a context.
	 * @param request the request
	 */
	public ServerRequestObservationContext(Request request) {
		this.request = request;
	}

	/**
	 * Return the request.
	 * @return the request
	 */
	public Request getRequest() {
		return this.request;
	}

	/**
	 * Return whether the handler has returned or thrown.
	 * @return whether the outcome is known
	 */
	public boolean isFinished() {
		return this.finished;
	}

	void finish() {
		this.finished = true;
	}

}
