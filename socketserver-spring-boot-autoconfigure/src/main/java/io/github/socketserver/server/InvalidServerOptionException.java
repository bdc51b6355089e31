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

import org.jspecify.annotations.Nullable;

/**
 * An option of a server that has no such value, or that this kind of server cannot
 * honour.
 */
public class InvalidServerOptionException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String option;

	private final @Nullable String value;

	private final String reason;

	/**
	 * Create an exception.
	 * @param option the name of the option in kebab-case
	 * @param value its value, or {@code null} if the value is not to blame
	 * @param reason what is wrong, as a sentence without its full stop
	 */
	public InvalidServerOptionException(String option, @Nullable Object value, String reason) {
		super("%s: %s".formatted((value != null) ? option + " = " + value : option, reason));
		this.option = option;
		this.value = (value != null) ? value.toString() : null;
		this.reason = reason;
	}

	/**
	 * Return the name of the option.
	 * @return the name in kebab-case
	 */
	public String getOption() {
		return this.option;
	}

	/**
	 * Return the value of the option.
	 * @return the value as text, or {@code null} if it is not to blame
	 */
	public @Nullable String getValue() {
		return this.value;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence without its full stop
	 */
	public String getReason() {
		return this.reason;
	}

}
