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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/**
 * The {@link SpringApplication} that has made a context: what it takes to make another
 * one of.
 *
 * @param sources the names of classes and other sources
 * @param args the arguments of the application
 * @param mainClass the name of its main class, if that is known
 */
record RunningApplication(List<String> sources, List<String> args, @Nullable String mainClass) {

	static RunningApplication of(SpringApplication application, String[] args) {
		List<String> sources = application.getAllSources()
			.stream()
			.map((source) -> (source instanceof Class<?> type) ? type.getName() : source.toString())
			.toList();
		Class<?> mainClass = application.getMainApplicationClass();
		return new RunningApplication(sources, List.of(args), (mainClass != null) ? mainClass.getName() : null);
	}

}
