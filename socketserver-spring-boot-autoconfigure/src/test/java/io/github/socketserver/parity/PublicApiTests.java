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

package io.github.socketserver.parity;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.github.socketserver.Request;
import io.github.socketserver.eventloop.EventLoopServer;
import io.github.socketserver.forking.Forking;
import io.github.socketserver.server.BaseServer;
import io.github.socketserver.server.TcpServer;
import io.github.socketserver.server.UdpServer;
import io.github.socketserver.server.UnixDatagramServer;
import io.github.socketserver.server.UnixStreamServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the types that users import.
 */
class PublicApiTests {

	private static final List<String> ROOT = List.of("BaseRequestHandler", "Connection", "DatagramHandler",
			"DatagramRequest", "DatagramRequestHandler", "ForkedHandlerException", "FrameTooLongException", "Frames",
			"Handler", "HandlerFactory", "IdleGate", "Request", "RequestErrorHandler", "RequestInputStream",
			"RequestInterceptor", "RequestOutputStream", "RequestPipeline", "RequestProcessor", "RequestVerifier",
			"ServerListener", "ServerSocketCustomizer", "SocketServer", "StreamHandler", "StreamProtocol",
			"StreamRequest", "StreamRequestHandler");

	private static final List<String> SERVER = List.of("Addresses", "BaseServer", "InvalidServerOptionException",
			"Overflow", "ServerBindException", "ServerHooks", "ServerOptions", "ServerOptionsBuilder", "ServerType",
			"TcpServer", "Truncated", "UdpServer", "UnixDatagramServer", "UnixStreamServer");

	private static final List<String> EVENT_LOOP = List.of("EventLoopGroup", "EventLoopServer");

	private static final List<String> FORKING = List.of("ChildCrashedException", "ChildMain", "ChildProgram",
			"ChildServer", "ChildStartException", "ChildTimeoutException", "Forking", "ForkingOptions",
			"ForkingOptionsBuilder", "Parent");

	private static final List<String> HOOKS = List.of("channel", "closeRequest", "createProcessor", "finishRequest",
			"getRequest", "handleError", "handleTimeout", "isPartOfAnother", "processRequest", "serverActivate",
			"serverBind", "serverClose", "serviceActions", "shutdownRequest", "verifyRequest");

	@Tag("parity-25")
	@Test
	void packagesExportExactlyTheDocumentedTypes() {
		assertThat(publicTypes(Request.class.getPackageName())).containsExactlyInAnyOrderElementsOf(ROOT);
		assertThat(publicTypes(BaseServer.class.getPackageName())).containsExactlyInAnyOrderElementsOf(SERVER);
		assertThat(publicTypes(EventLoopServer.class.getPackageName())).containsExactlyInAnyOrderElementsOf(EVENT_LOOP);
		assertThat(publicTypes(Forking.class.getPackageName())).containsExactlyInAnyOrderElementsOf(FORKING);
	}

	private static Stream<String> publicTypes(String name) {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(name)
			.stream()
			.filter((type) -> type.getPackageName().equals(name))
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName);
	}

	@Tag("parity-25")
	@Test
	void serversHaveTheHooksOfPython() {
		Stream<Method> methods = Arrays.stream(BaseServer.class.getDeclaredMethods())
			.filter((method) -> Modifier.isProtected(method.getModifiers()))
			.filter((method) -> !Modifier.isFinal(method.getModifiers()) && !method.isSynthetic());
		assertThat(methods.map(Method::getName)).containsExactlyInAnyOrderElementsOf(HOOKS);
	}

	@Tag("parity-25")
	@Test
	void serversDeriveFromEachOtherAsInPython() {
		assertThat(TcpServer.class).hasSuperclass(BaseServer.class);
		assertThat(UnixStreamServer.class).hasSuperclass(TcpServer.class);
		assertThat(UdpServer.class).hasSuperclass(BaseServer.class);
		assertThat(UnixDatagramServer.class).hasSuperclass(UdpServer.class);
	}

}
