package dev.rostrum.announce;

import static dev.rostrum.testing.Said.says;
import static dev.rostrum.testing.TestGraph.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.RawServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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

    private static JobRequest at(double rate) {
        return new JobRequest.Send("", ClockedGraph.HELLO, Audience.none(), SendChoices.NONE.atRate(rate));
    }

    @Test
    void goesUpToWhatTeamsAllows() {
        try (ClockedGraph graph = graph("https://smba.trafficmanager.net/teams/", 20)) {
            assertThatCode(() -> graph.planner.check(at(50.0))).doesNotThrowAnyException();
            assertThatThrownBy(() -> graph.planner.check(at(50.5)))
                    .isInstanceOf(Problem.class)
                    .satisfies(says("The rate goes up to 50 requests a second"));
        }
    }

    @Test
    void isFreeOnThisComputer() {
        try (ClockedGraph graph = graph("http://127.0.0.1:1/", Double.POSITIVE_INFINITY)) {
            assertThatCode(() -> graph.planner.check(at(500.0))).doesNotThrowAnyException();
        }
    }

    @Test
    void endsWithItsRunAlsoWhereThatCannotBeConcluded() throws Exception {
        try (RawServer server = new RawServer()) {
            server.otherwise(exchange -> {
                exchange.read();
                exchange.write(RawServer.whole(201, "{\"id\":\"a:one\"}"));
            });
            try (ClockedGraph graph = graph(server.url(), 50).people(50, Clock.systemUTC())) {
                long run = graph.plan(SendChoices.NONE.atRate(5.0));
                AtomicReference<RunSnapshot> told = new AtomicReference<>();
                graph.runs.watch(told::set);
                graph.runs.start(run);
                until("the first requests", () -> server.requests().size() > 2);
                assertThat(graph.runs.requestsPerSecond(run)).isEqualTo(5);
                assertThat(graph.runs.requestsPerSecond()).as("of all others").isEqualTo(50);

                graph.database.close();

                assertThat(graph.runs.await(Duration.ofSeconds(60))).isTrue();
                assertThat(graph.runs.requestsPerSecond(run)).isEqualTo(50);
                until("it to say so", () -> told.get().state() == RunState.PAUSED);
                until("its threads to end", () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().matches("(read|run)-" + run)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void isANumberAboveZero(double rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> SendChoices.NONE.atRate(rate));
    }
}
