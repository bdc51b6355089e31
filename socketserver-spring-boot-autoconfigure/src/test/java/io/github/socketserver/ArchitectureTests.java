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

package io.github.socketserver;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Tests for who may know whom: the table is the one in {@code docs/architecture.md}.
 */
class ArchitectureTests {

	private static final String ROOT = ArchitectureTests.class.getPackageName();

	private static final String EVERYWHERE = "java javax.net javax.security jdk.net org.jspecify";

	private static final String TABLE = """
			package          | may import ours                                      | may import others
			(root)           |                                                      |
			transport        | (root)                                               | io.netty
			processing       | (root)                                               |
			server           | (root) transport processing                          | org.apache.commons.logging
			eventloop        | (root) transport server                              | org.apache.commons.logging
			forking          | (root) transport processing server                   | org.apache.commons.logging
			access           | (root)                                               |
			annotation       | (root)                                               | org.springframework
			context          | (root) transport processing server eventloop forking \
			                   access annotation                                    | org.springframework org.apache.commons.logging
			metrics          | (root) server context                                | org.springframework io.micrometer
			observation      | (root) server context                                | org.springframework io.micrometer
			health           | (root) server context                                | org.springframework io.micrometer
			actuate.endpoint | (root) server context                                | org.springframework io.micrometer
			autoconfigure    | (root) transport processing server eventloop forking \
			                   access annotation context metrics observation health \
			                   actuate.endpoint                                     | org.springframework io.micrometer \
			                                                                          org.apache.commons.logging
			""";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = TABLE, delimiter = '|', useHeadersInDisplayName = true)
	void packageImportsOnlyWhatTheTableGrants(String name, @Nullable String ours, @Nullable String others) {
		String[] granted = Stream
			.concat(words(name, ours).map(ArchitectureTests::ours),
					words(EVERYWHERE, others).map(ArchitectureTests::all))
			.toArray(String[]::new);
		ArchRuleDefinition.classes()
			.that()
			.resideInAPackage(ours(name))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(granted)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void everyPackageIsInTheTable() {
		String[] known = TABLE.lines().skip(1).map((line) -> ours(line.split("\\|")[0].strip())).toArray(String[]::new);
		ArchRuleDefinition.classes().should().resideInAnyPackage(known).check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("io.github.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void autoConfigurationsAreFinalWithoutPublicMembers() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.allowEmptyShould(true)
			.check(CLASSES);
		ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.and()
			.doNotHaveName(JavaConstructor.CONSTRUCTOR_NAME)
			.should()
			.notBePublic()
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void nothingBypassesTheLog() {
		// what children print goes where their parent prints
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
			.check(CLASSES.that(DescribedPredicate.not(HasName.Predicates.nameEndingWith("forking.ChildOutput"))));
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
	}

	@Test
	void nothingIsMadeAccessible() {
		ArchRuleDefinition.noClasses()
			.should()
			.callMethodWhere(DescribedPredicate.describe("target is setAccessible",
					(call) -> call.getName().endsWith("etAccessible")))
			.check(CLASSES);
	}

	private static Stream<String> words(@Nullable String... cells) {
		return Arrays.stream(cells).filter(Objects::nonNull).flatMap((cell) -> Arrays.stream(cell.split(" +")));
	}

	private static String ours(String name) {
		return name.equals("(root)") ? ROOT : all(ROOT + "." + name);
	}

	private static String all(String name) {
		return name + "..";
	}

}
