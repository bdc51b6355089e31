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

package io.github.socketserver.forking;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketserver.ServerListener.ChildEnd;
import io.github.socketserver.testsupport.StreamClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for children that somebody has taken over.
 */
class HostileChildTests {

	@ParameterizedTest
	@EnumSource(HostileChild.Deed.class)
	void whateverAChildSendsOnlyItsRequestEnds(HostileChild.Deed deed) throws Exception {
		try (ForkedServer server = ForkedSetup.tcp(Working.class)
			.program(new ChildProgram(HostileChild.class.getName(),
					ChildMain.program(Working.class.getName()).parameters()))
			.children((children) -> children.jvmOptions(List.of("-Ddeed=" + deed)))
			.run()) {
			StreamClient client = server.stream();
			client.send("hostile\n");
			assertThat(client.receiveLine()).isEqualTo(deed.isHarmless() ? "unharmed" : null);
			if (!deed.isHarmless()) {
				assertThat(server.trace().failure()).isInstanceOf(ChildCrashedException.class)
					.hasMessageContaining(" has sent a");
			}
			server.trace().awaitEnds(deed.isHarmless() ? ChildEnd.RETIRED : ChildEnd.KILLED);
			assertThat(server.trace().active()).isZero();
		}
	}

}
