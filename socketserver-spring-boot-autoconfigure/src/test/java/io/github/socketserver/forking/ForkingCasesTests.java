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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can happen to a server with a process per request, and the test of each case or
 * the reason why it has none.
 */
class ForkingCasesTests {

	private static final String CASES = """
			case                                         | test                                                                           | or why not
			requests see nothing of each other           | ForkingParityTests.eachClientIsServedByAProcessOfItsOwnAndOtherProcessesAreLeftAlone |
			child ends before its request                | ChildPoolTests.requestAfterAllSpareChildrenWereKilledIsServed                  |
			child exits, halts, is killed or has no memory left in the middle | ChildCrashTests.clientSeesTheEndAndTheNextOneIsServed     |
			child ends after its reply                   | ChildCrashTests.crashAfterTheRequestWasClosedIsACrash                          |
			a thousand children crash                    | ManyChildrenTests.thousandCrashesLeaveNothingBehind                            |
			child hangs                                  | ChildCrashTests.childThatTakesTooLongIsKilledWithWhatItHasStartedAndItsClientClosed |
			child sends what no child sends              | HostileChildTests.whateverAChildSendsOnlyItsRequestEnds                        |
			all children are busy                        | ChildPoolTests.atMostMaxChildrenServeAndTheOtherClientsWait                    |
			stop while all children are busy             | ChildPoolTests.stopWorksAtTheLimit                                             |
			all spare children are gone                  | ChildPoolTests.requestAfterAllSpareChildrenWereKilledIsServed                  |
			java cannot be started                       | ChildStartTests.javaThatDoesNotExistClosesTheRequestAndIsLogged                |
			option of the JVM is wrong                   | ChildStartTests.optionThatNoJvmKnowsClosesTheRequestAndIsLogged                |
			class path is wrong                          | ChildStartTests.classPathThatDoesNotExistClosesTheRequestAndIsLogged           |
			context of the application fails             | autoconfigure.ChildApplicationTests.contextThatFailsInTheChildIsToldAndClosesTheRequest |
			starts fail again and again                  | ChildStartTests.failedStartsAreRepeatedWithoutHaste                            |
			starts succeed again                         | ChildStartTests.serverRecoversWhenChildrenCanBeStarted                         |
			child starts slowly                          | ChildStartTests.clientWaitsForAChildThatStartsSlowly                           |
			child never becomes ready                    | ChildStartTests.childThatIsNotReadyInTimeIsKilled                              |
			client half-closes                           | ChildStreamTests.clientThatHalfClosesGetsItsReply                              |
			client closes                                | ChildResetTests.handlerThatWritesToAClientThatHasClosedGetsAFailure            |
			client resets, handler reads                 | ChildResetTests.handlerThatReadsGetsTheReset                                   |
			client resets, handler writes                | ChildResetTests.handlerThatWritesGetsTheReset                                  |
			client resets, its bytes are unread          | ChildResetTests.whatTheClientHasSentBeforeTheResetIsReadFirst                  |
			handler leaves while its client sends        | ChildStreamTests.handlerThatLeavesEarlyEndsTheSendingOfItsClient               |
			handler leaves bytes unread                  | ChildStreamTests.handlerThatReadsNothingDoesNotKeepItsClientFromSending        |
			handler half-closes and still reads          | ChildStreamTests.handlerThatHalfClosesStillReads                               |
			gigabyte to a slow reader                    | BulkTests.longStreamIsTheSameInBothDirectionsAndTakesNoMemory                  |
			empty connection                             | ChildStreamTests.clientThatSaysNothingIsTakenForWhatItIs                       |
			parent is terminated while children are busy | ParentEndTests.terminatedParentEndsItsChildrenAndRemovesItsFolder              |
			parent is killed while children are busy     | ParentEndTests.childrenOfAKilledParentEndAndTheNextStartRemovesItsFolder       |
			signals reach the children, too              | ParentEndTests.signalToAllProcessesLetsARequestEndInTheGracePeriod          |
			server is started again while a child is busy | ForkedStopTests.serverCanBeStartedAgainWhileAChildOfItsFormerRunIsBusy        |
			no zombies, descriptors, folders are left    | ManyChildrenTests.thousandCrashesLeaveNothingBehind                            |
			stops leave no descriptors                   | ManyChildrenTests.stopsLeaveNoDescriptorsBehind                                |
			greeting with a wrong token or process, a long one, none | PrivateSocketTests.intruderIsClosedAndTheChildIsStillTaken         |
			other process of the user connects           | PrivateSocketTests.otherProcessOfTheSameUserIsClosedAndTheChildStillServes     |
			other user connects                          | ChildFolderTests.onlyItsOwnerMayEnterIt                                        |
			second greeting                              | PrivateSocketTests.childHasOneConnectionForEachRequestHoweverOftenItGreets     |
			handler reads System.in, or prints           | ChildJvmTests.standardInputOfTheChildIsEmptyAndItsOutputIsThatOfTheParent      |
			parent has a debugger                        | ParentProgramTests.agentsAndMemoryAreTheParentsOwn                             |
			parent has JAVA_TOOL_OPTIONS                 | ParentProgramTests.optionsInVariablesAreTheParentsOwnExceptForProperties       |
			relative class path                          | ChildCommandTests.relativeEntriesAreMadeAbsolute                               |
			long class path, with spaces                 | ChildCommandTests.classPathMayBeLongAndHaveAnyCharacters                       |
			java -jar                                    | ParentProgramTests.executableJarOfSpringBootIsStartedByItsLauncher             |
			surefire                                     | ChildCommandTests.childHasTheClassPathOfThisTest                               |
			spring-boot:run                              |                                                                                | its class path is a list of folders and jars, as that of these tests
			JDK is replaced under the parent             |                                                                                | it takes a JDK to replace; starts fail as with a missing java
			TLS handshake fails                          |                                                                                | there is no TLS yet
			datagram is answered after the stop          | ChildDatagramTests.replyAfterTheStopIsThrownInTheHandler                       |
			datagram is answered after child-timeout     |                                                                                | the child is dead then, as that of a connection
			long path of the folder for temporary files  | ChildFolderTests.longFolderForTemporaryFilesIsReplacedByTheUsualOne            |
			no Netty for a Unix datagram server          | autoconfigure.UnixDatagramConfigurationTests.withoutNettyTheStartIsRefusedWithTheCoordinates |
			""";

	@ParameterizedTest(name = "{0}")
	@CsvSource(textBlock = CASES, delimiter = '|', useHeadersInDisplayName = true)
	void caseHasATestOrAReason(String what, @Nullable String test, @Nullable String reason) throws Exception {
		if (test == null) {
			assertThat(reason).isNotBlank();
			return;
		}
		int dot = test.lastIndexOf('.');
		String root = test.startsWith("autoconfigure.") ? "io.github.socketserver." : "io.github.socketserver.forking.";
		Class<?> type = Class.forName(root + test.substring(0, dot));
		assertThat(Arrays.stream(type.getDeclaredMethods()).map((method) -> method.getName()))
			.contains(test.substring(dot + 1));
	}

}
