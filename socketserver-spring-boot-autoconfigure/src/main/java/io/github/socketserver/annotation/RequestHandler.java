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
import org.springframework.stereotype.Component;

/**
 * Marks the handler of one or more servers: a class that component scanning finds, or a
 * {@code @Bean} method.
 * <p>
 * A {@link io.github.socketserver.BaseRequestHandler} becomes a prototype, with an
 * instance for each request; any other {@link io.github.socketserver.Handler} keeps its
 * scope, so that one object serves all requests.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Reflective
public @interface RequestHandler {

	/**
	 * The names of the servers, as below {@code socketserver.servers}.
	 * @return the names; none for the name of the bean
	 */
	String[] value() default {};

}
