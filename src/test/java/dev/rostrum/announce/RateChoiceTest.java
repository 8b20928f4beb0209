package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connector.CallLimits;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate that is chosen for one sending. */
class RateChoiceTest {
    @TempDir
    Path folder;

    private ClockedGraph graph(String url, double rate) {
        return new ClockedGraph(
                folder.resolve("rate.db"), url, rate, CallLimits.DEFAULT, Clock.systemUTC(), System::nanoTime);
    }

    @Test
    void goesUpToWhatTeamsAllows() {
        try (ClockedGraph graph = graph("https://smba.trafficmanager.net/teams/", 20)) {
            assertThatCode(() -> graph.announcements.check(SendChoices.NONE.atRate(50.0)))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> graph.announcements.check(SendChoices.NONE.atRate(50.5)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("The rate goes up to 50 requests a second");
        }
    }

    @Test
    void isFreeOnThisComputer() {
        try (ClockedGraph graph = graph("http://127.0.0.1:1/", Double.POSITIVE_INFINITY)) {
            assertThatCode(() -> graph.announcements.check(SendChoices.NONE.atRate(500.0)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void isANumberAboveZero(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> SendChoices.NONE.atRate(rate));
    }
}
