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

package io.github.socketserver.autoconfigure.scanned;

import java.util.Arrays;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

import io.github.socketserver.StreamRequestHandler;
import io.github.socketserver.annotation.RequestHandler;

/**
 * An application as users write it, with a handler that tells what its context has.
 */
@SpringBootApplication(proxyBeanMethods = false)
class ScannedApplication {

	@RequestHandler("questions")
	static final class Questions extends StreamRequestHandler {

		private final ApplicationContext context;

		private final Environment environment;

		Questions(ApplicationContext context, Environment environment) {
			this.context = context;
			this.environment = environment;
		}

		@Override
		protected void handle() throws Exception {
			String question = rfile().readLine();
			String answer = switch (question) {
				case "pid" -> String.valueOf(ProcessHandle.current().pid());
				case "beans" -> Arrays.toString(this.context.getBeanNamesForType(Runnable.class));
				case "profiles" -> Arrays.toString(this.environment.getActiveProfiles());
				default -> String.valueOf(this.environment.getProperty(question));
			};
			wfile().write(answer);
		}

	}

}
