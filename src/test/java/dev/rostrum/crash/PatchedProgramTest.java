package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** That the crash tests still find where they change the program is seen here in a moment, not when they run. */
class PatchedProgramTest {
    @Test
    void everyVariantFindsItsPlaces() {
        List<Supplier<PatchedProgram>> all = List.of(
                Variants::points,
                Variants::markAfterSend,
                Variants::retryOf502,
                Variants::checkpointAtClaim,
                Variants::sendingBackToWaiting,
                Variants::intentAfterPost,
                Variants::synchronousNormal,
                Variants::pageIsAcceptance,
                Variants::retryAfterPage);
        for (Supplier<PatchedProgram> variant : all) {
            assertThatCode(variant::get).doesNotThrowAnyException();
        }
    }

    @Test
    void aTextThatIsGoneIsNamedWithTheLinesThatAreLikeIt() {
        PatchedProgram program = new PatchedProgram();
        assertThatThrownBy(() ->
                        program.enter("dev.rostrum.store.ledger", "protected Future<Integer> openedAndSending(", ";"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dev.rostrum.store.ledger")
                .hasMessageContaining("no more")
                .hasMessageContaining("protected Future<Integer> openedAndSending(")
                .hasMessageMatching("(?s).*\\w+\\.java:\\d+: .*openedAndSending\\(.*");
    }

    @Test
    void aTextThatStandsTwiceIsNoPlace() {
        assertThatThrownBy(() ->
                        new PatchedProgram().before("dev.rostrum.store.Database", "session.script(\"COMMIT\");", ";"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 times")
                .hasMessageContaining("session.script(\"COMMIT\");");
    }
}
