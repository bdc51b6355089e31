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

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Gives the timer of observed requests the class of the exception that a handler threw in
 * a child process. Micrometer names an error by its class, which would be the same for
 * all of them.
 */
public final class ForkedErrorMeterFilter implements MeterFilter {

	/**
	 * The key value by which an observation tells the class.
	 */
	static final String KEY = "socketserver.forked.error";

	@Override
	public Meter.Id map(Meter.Id id) {
		String error = id.getTag(KEY);
		if (error == null) {
			return id;
		}
		Tags tags = Tags.empty();
		for (Tag tag : id.getTagsAsIterable()) {
			if (tag.getKey().equals("error")) {
				tags = tags.and("error", error);
			}
			else if (!tag.getKey().equals(KEY)) {
				tags = tags.and(tag);
			}
		}
		return id.replaceTags(tags);
	}

}
