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

package io.github.socketserver.benchmarks;

/**
 * The start of one child process, and what it takes while it waits for its first request.
 *
 * @param contestant the server
 * @param archive whether it has an archive of its classes
 * @param wallNanos until it was ready
 * @param cpuMicros its processor time until then
 * @param memory its memory a second later
 */
record ChildStart(Contestant contestant, boolean archive, long wallNanos, long cpuMicros, ProcessMemory memory) {
}
