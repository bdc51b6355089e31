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

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

import io.github.socketserver.Connection;
import io.github.socketserver.Handler;
import io.github.socketserver.Request;
import io.github.socketserver.RequestErrorHandler;
import io.github.socketserver.RequestInterceptor;
import io.github.socketserver.StreamHandler;
import io.github.socketserver.StreamProtocol;
import io.github.socketserver.annotation.ForServer;
import io.github.socketserver.annotation.RequestHandler;
import io.github.socketserver.context.HandlerDefinition;
import io.github.socketserver.context.InfrastructureInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the text printed when a server cannot have child processes as it is
 * configured.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForkingFailureTests {

	private static final String KEY = "socketserver.servers.server.";

	private static final String NONE = "child.context=none";

	private static final String FORKING = "concurrency=forking";

	private static final String HANDLERS = ForkedHandlers.class.getName() + "$";

	// key = value | what is wrong | the remedy, each with ~ for the prefix of the keys
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			max-children=0 | There must be a child. | Correct it, or remove it to have the default.
			spare-children=-1 | There cannot be less than none. | Correct it, or remove it to have the default.
			spare-children=41 | 'max-children' allows no more than 40. | Correct it, or remove it to have the default.
			requests-per-child=0 | A child serves at least one request. | Correct it, or remove it to have the default.
			child-timeout=-1s | A time-out cannot be negative. | Correct it, or remove it to have the default.
			daemon-threads=false | A forking server has processes instead of threads. \
			| Remove it, or set '~concurrency' to 'threading'.
			max-connections=5 | A forking server has as many requests as children at most. \
			| Remove it, or set '~max-children' instead.
			write-high-water-mark=1KB | Only an event loop has such an option. | Remove it.
			max-pending-write=1KB | Only an event loop has such an option. | Remove it.
			""")
	void wrongValue(String property, String reason, String action, CapturedOutput output) {
		StartupFailure failure = start(output, "where", FORKING, NONE, property);
		assertThat(failure).isEqualTo(misconfigured(property, reason, action));
	}

	@ParameterizedTest
	@CsvSource({ "max-children=4, threading", "spare-children=4, threading", "requests-per-child=4, synchronous",
			"child-timeout=4s, synchronous", "child.context=none, threading", "child.jvm-options=-ea, threading" })
	void keyOfAServerThatDoesNotFork(String property, String concurrency, CapturedOutput output) {
		StartupFailure failure = start(output, "where", "concurrency=" + concurrency, property);
		assertThat(failure).isEqualTo(misconfigured(property, "Only a forking server has children.",
				"Remove it, or set '~concurrency' to 'forking'."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			lambda   | it is a lambda, or declared by an interface
			lazy     | it is a lambda, or declared by an interface
			abstract | ~Abstract is abstract
			needy    | ~Needy has no constructor without parameters
			inner    | ~Inner has no constructor without parameters
			""")
	void handlerThatHasNoConstructor(String profile, String obstacle, CapturedOutput output) {
		StartupFailure failure = start(output, profile, FORKING, NONE);
		assertThat(failure).isEqualTo(misconfigured(NONE,
				"But a child cannot make its handler '%s': %s.".formatted(profile, obstacle.replace("~", HANDLERS)),
				"Let the handler be a class that has a constructor without parameters, "
						+ "or set '~child.context' to 'application'."));
	}

	@ParameterizedTest
	@CsvSource({ "interceptor", "errorHandler" })
	void hookThatAChildWithoutBeansCannotHave(String hook, CapturedOutput output) {
		StartupFailure failure = start(output, "where," + hook, FORKING, NONE);
		assertThat(failure).isEqualTo(misconfigured(NONE,
				"But the bean '%s' is an interceptor or error handler of this server, and such a child has no beans."
					.formatted(hook),
				"Set it to 'application', or name other servers in a @ForServer annotation of the bean."));
	}

	@Test
	void hooksOfOtherServersAndThoseThatMeasureAreNoObstacle() {
		String[] arguments = arguments("where,other,timer", "port=0", FORKING, NONE, "spare-children=0");
		String[] others = { "--socketserver.servers.other.port=0", "--socketserver.servers.other.enabled=false" };
		SpringApplication.run(Handlers.class, StringUtils.concatenateStringArrays(arguments, others)).close();
	}

	@Test
	void protocol(CapturedOutput output) {
		StartupFailure failure = start(output, "protocol", FORKING);
		assertThat(failure)
			.isEqualTo(misconfigured(FORKING, "But its handler is a StreamProtocol, which only an event loop serves.",
					"Remove it, or give the server another handler."));
	}

	@Test
	void contextThatNoApplicationHasMade() {
		new ApplicationContextRunner().withUserConfiguration(Handlers.class)
			.withPropertyValues("spring.profiles.active=where", KEY + "port=0", KEY + FORKING)
			.run((context) -> assertFailure(context.getStartupFailure(),
					"Server 'server' is misconfigured: 'socketserver.servers.server.child.context' is not set. "
							+ "But there is no SpringApplication of which a child could make another one.",
					"Set it to 'none', or start the application with SpringApplication."));
	}

	@Test
	void nativeImage() {
		ForkingFactory factory = new ForkingFactory(null, true);
		HandlerDefinition handler = new HandlerDefinition("where", Set.of(), Request.class, false, false);
		ServerSettings settings = new ServerSettings(new ServerProperties(), new ServerDefaultsProperties(),
				(key) -> true);
		ConfigurationFailure failure = new ConfigurationFailure(new StandardEnvironment(), "server");
		assertThatExceptionOfType(FailureAnalyzedException.class)
			.isThrownBy(() -> factory.create("server", settings, handler, failure))
			.satisfies((ex) -> assertFailure(ex,
					"Server 'server' is misconfigured: 'socketserver.servers.server.concurrency' is not set. "
							+ "But a native image has no JVM that could run children.",
					"Set it to 'threading', or run the application on a JVM."));
	}

	private static void assertFailure(Throwable failure, String description, String action) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		FailureAnalyzedException analyzed = (FailureAnalyzedException) root;
		assertThat(analyzed.analysis().getDescription()).isEqualTo(description);
		assertThat(analyzed.analysis().getAction()).isEqualTo(action);
	}

	private static StartupFailure start(CapturedOutput output, String profiles, String... properties) {
		String[] all = Stream.concat(Stream.of("port=0"), Arrays.stream(properties)).toArray(String[]::new);
		assertThatException().isThrownBy(() -> SpringApplication.run(Handlers.class, arguments(profiles, all)).close());
		return StartupFailure.of(output.getAll());
	}

	private static String[] arguments(String profiles, String... properties) {
		return SocketApplication.arguments(Stream
			.concat(Stream.of("spring.profiles.active=" + profiles), Arrays.stream(properties).map(KEY::concat))
			.toArray(String[]::new));
	}

	private static StartupFailure misconfigured(String property, String reason, String action) {
		String[] parts = property.split("=");
		return new StartupFailure("Server 'server' is misconfigured: '%s%s' is '%s' (%s). %s".formatted(KEY, parts[0],
				parts[1], StartupFailure.origin(KEY + parts[0]), reason), action.replace("~", KEY));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SocketServerAutoConfiguration.class)
	static class Handlers {

		@Bean
		@Profile("where")
		@RequestHandler("server")
		ForkedHandlers.WhereAmI where() {
			return new ForkedHandlers.WhereAmI();
		}

		@Bean
		@Profile("lambda")
		@RequestHandler("server")
		StreamHandler lambda() {
			return (request) -> request.output().write("lambda");
		}

		@Bean
		@Lazy
		@Profile("lazy")
		@RequestHandler("server")
		Handler<Request> lazy() {
			return new ForkedHandlers.Needy(() -> {
			});
		}

		@Bean("abstract")
		@Profile("abstract")
		@RequestHandler("server")
		ForkedHandlers.Abstract isAbstract() {
			return null;
		}

		@Bean
		@Profile("needy")
		@RequestHandler("server")
		ForkedHandlers.Needy needy() {
			return new ForkedHandlers.Needy(() -> {
			});
		}

		@Bean
		@Profile("inner")
		@RequestHandler("server")
		ForkedHandlers.Inner inner() {
			return null;
		}

		@Bean
		@Profile("protocol")
		@RequestHandler("server")
		StreamProtocol protocol() {
			return new StreamProtocol() {

				@Override
				public void dataReceived(Connection connection, ByteBuffer data) {
				}

			};
		}

		@Bean
		@Profile("interceptor")
		RequestInterceptor interceptor() {
			return (request, next) -> next.handle(request);
		}

		@Bean
		@Profile("errorHandler")
		@ForServer("server")
		RequestErrorHandler errorHandler() {
			return (request, error) -> false;
		}

		@Bean
		@Profile("other")
		@ForServer("other")
		RequestErrorHandler otherErrorHandler() {
			return (request, error) -> false;
		}

		@Bean
		@Profile("timer")
		InfrastructureInterceptor timer() {
			return (request, next) -> next.handle(request);
		}

	}

}
