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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.core.env.Environment;

/**
 * The names of the declared servers. An environment variable cannot say where a name has
 * its hyphens: {@code MYSERVER} stands for {@code my-server} and the binder makes two
 * servers of it.
 */
final class ServerNames {

	private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private ServerNames() {
	}

	/**
	 * Check all names, and leave out the servers that are another spelling of one with
	 * hyphens, which has their values already.
	 * @param servers the servers as the binder made them
	 * @param environment where they are configured
	 * @return the servers
	 */
	static Map<String, ServerProperties> fold(Map<String, ServerProperties> servers, Environment environment) {
		Map<String, String> names = new LinkedHashMap<>();
		for (String name : servers.keySet()) {
			ConfigurationFailure failure = new ConfigurationFailure(environment, name);
			if (!ALLOWED.matcher(name).matches()) {
				throw failure.server("its name is not allowed.",
						"Rename it: a letter, then letters and digits, all of lower case, with single hyphens between them, such as 'my-server'.");
			}
			String known = names.putIfAbsent(name.replace("-", ""), name);
			if (known != null && known.contains("-") && name.contains("-")) {
				throw failure.server("its name is another spelling of '%s'.".formatted(known), "Rename one of them.");
			}
			if (known != null && name.contains("-")) {
				names.put(name.replace("-", ""), name);
			}
		}
		Map<String, ServerProperties> folded = new LinkedHashMap<>(servers);
		folded.keySet().retainAll(names.values());
		return folded;
	}

}
