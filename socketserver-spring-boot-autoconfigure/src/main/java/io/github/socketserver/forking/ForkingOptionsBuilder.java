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

import java.time.Duration;
import java.util.List;

import io.github.socketserver.server.InvalidServerOptionException;

/**
 * Builds {@link ForkingOptions}.
 */
public final class ForkingOptionsBuilder {

	private static final int DEFAULT_SPARE_CHILDREN = 2;

	private int maxChildren = 40;

	private int spareChildren = -1;

	private int requestsPerChild = 1;

	private Duration childTimeout = Duration.ofMinutes(5);

	private List<String> jvmOptions = List.of();

	ForkingOptionsBuilder() {
	}

	/**
	 * Set how many children there are at most; more requests wait in the kernel's queue.
	 * Python: {@code max_children}.
	 * @param maxChildren at least 1; 40 unless set
	 * @return this builder
	 */
	public ForkingOptionsBuilder maxChildren(int maxChildren) {
		this.maxChildren = maxChildren;
		return this;
	}

	/**
	 * Set how many children are started ahead and wait for a request.
	 * @param spareChildren zero or more; 2 unless set, or {@code max-children} if that is
	 * less
	 * @return this builder
	 * @throws InvalidServerOptionException if it is negative
	 */
	public ForkingOptionsBuilder spareChildren(int spareChildren) {
		if (spareChildren < 0) {
			throw new InvalidServerOptionException("spare-children", spareChildren, "There cannot be less than none");
		}
		this.spareChildren = spareChildren;
		return this;
	}

	/**
	 * Set how many requests a child serves, one after the other, before another one takes
	 * its place. With 1 no request sees what another has left in memory, as after
	 * fork(2).
	 * @param requestsPerChild at least 1; 1 unless set
	 * @return this builder
	 */
	public ForkingOptionsBuilder requestsPerChild(int requestsPerChild) {
		this.requestsPerChild = requestsPerChild;
		return this;
	}

	/**
	 * Set how long a child may take to start, and for a request. After that it is killed.
	 * Python: {@code ForkingMixIn.timeout}.
	 * @param childTimeout zero for no limit; 5 minutes unless set
	 * @return this builder
	 */
	public ForkingOptionsBuilder childTimeout(Duration childTimeout) {
		this.childTimeout = childTimeout;
		return this;
	}

	/**
	 * Set options of the children's JVMs, such as {@code -Xmx64m}. They come after those
	 * that every child has, so they win.
	 * @param jvmOptions one option each; none unless set
	 * @return this builder
	 */
	public ForkingOptionsBuilder jvmOptions(List<String> jvmOptions) {
		this.jvmOptions = jvmOptions;
		return this;
	}

	/**
	 * Build the options.
	 * @return the options
	 * @throws InvalidServerOptionException if one has a value that makes no sense
	 */
	public ForkingOptions build() {
		int spareChildren = (this.spareChildren >= 0) ? this.spareChildren
				: Math.max(0, Math.min(DEFAULT_SPARE_CHILDREN, this.maxChildren));
		return new ForkingOptions(this.maxChildren, spareChildren, this.requestsPerChild, this.childTimeout,
				this.jvmOptions);
	}

}
