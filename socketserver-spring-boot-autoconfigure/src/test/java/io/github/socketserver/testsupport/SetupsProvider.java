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

package io.github.socketserver.testsupport;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Provides the pairs that an {@link EverySetup} asks for and this JDK can have.
 */
class SetupsProvider extends AnnotationBasedArgumentsProvider<EverySetup> {

	@Override
	protected Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context,
			EverySetup annotation) {
		return Arrays.stream(annotation.types())
			.flatMap((type) -> Arrays.stream(annotation.strategies())
				.filter(Strategy::isAvailable)
				.filter((strategy) -> strategy.serves(type))
				.filter((strategy) -> strategy != Strategy.EVENT_LOOP || annotation.notOnEventLoop().isEmpty())
				.map((strategy) -> Arguments.of(new Setup(type, strategy))));
	}

}
