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

package io.github.socketserver.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Restricts a hook, which is called for all servers otherwise, to some of them: a class
 * or {@code @Bean} method of a {@link io.github.socketserver.RequestVerifier},
 * {@link io.github.socketserver.RequestInterceptor},
 * {@link io.github.socketserver.RequestErrorHandler},
 * {@link io.github.socketserver.ServerSocketCustomizer} or
 * {@link io.github.socketserver.ServerListener}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface ForServer {

	/**
	 * The names of the servers, as below {@code socketserver.servers}.
	 * @return the names, at least one
	 */
	String[] value();

}
