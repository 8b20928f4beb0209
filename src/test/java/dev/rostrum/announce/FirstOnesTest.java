package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.sandbox.SandboxTeam;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the first ones are tried alone, what is said of the run is said of these. */
class FirstOnesTest {
    @TempDir
    Path folder;

    @Test
    void theEstimateIsForTheFirstOnes() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 8.0, 250)) {
            SandboxTeam team = graph.sync(0);
            long run = graph.plan(new JobRequest.Send(
                    "First",
                    TestGraph.HELLO,
                    Audience.ofTeams(Set.of(team.id())),
                    new SendChoices(false, 10, true, null)));
            ConcurrentLinkedQueue<RunSnapshot> told = new ConcurrentLinkedQueue<>();
            try (Runs.Watch watch = graph.runs().watch(told::add)) {
                assertThat(watch).isNotNull();
                RunSnapshot end = graph.run(run);
                assertThat(end.state()).isEqualTo(RunState.PAUSED);
                assertThat(end.pauseReason()).isEqualTo(PauseReason.CANARY);
            }
            List<RunSnapshot> estimated = told.stream()
                    .filter(now -> now.state() == RunState.RUNNING && now.left() != null)
                    .toList();
            assertThat(estimated).isNotEmpty();
            // At this rate, the ten take some seconds, all of them more than a minute.
            assertThat(estimated.get(estimated.size() - 1).left()).isLessThan(Duration.ofSeconds(20));
        }
    }
}
