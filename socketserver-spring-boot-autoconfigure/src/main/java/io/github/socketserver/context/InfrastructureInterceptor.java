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

package io.github.socketserver.context;

import io.github.socketserver.RequestInterceptor;

/**
 * An interceptor that measures requests instead of handling them, such as a timer. On a
 * server whose handler runs in child processes it runs in the server's own process,
 * around the whole request, while all other interceptors run in the child.
 */
public interface InfrastructureInterceptor extends RequestInterceptor {

}
