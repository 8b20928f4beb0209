package dev.rostrum.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.announce.AutomaticMessages.State;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.testing.TestGraph;
import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.widget.Tone;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomaticStandingTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @TempDir
    Path folder;

    private AutomaticStanding standing(TestGraph graph) {
        return new AutomaticStanding(
                graph == null ? null : graph.workspace,
                new InlineTasks(),
                Runnable::run,
                (delay, task) -> task.run(),
                () -> 0,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void itSaysHowManyWaitWhyAndUntilWhen() {
        try (AutomaticStanding standing = standing(null)) {
            assertThat(standing.wordsProperty().get()).isNull();
            assertThat(standing.said(new State(0, null, null), false)).isNull();
            assertThat(standing.said(new State(1, null, null), false).words()).isEqualTo("1 message waits to be sent.");
            AutomaticStanding.Words words = standing.said(
                    new State(
                            1_200,
                            Reason.of(
                                    AutomaticMessages.NO_SIGN_IN,
                                    Reason.of("doctor.token.noSecret"),
                                    Reason.of("doctor.token.noSecret")),
                            NOW.plus(Duration.ofMinutes(2))),
                    true);
            assertThat(words.tone()).isEqualTo(Tone.WARNING);
            assertThat(words.words())
                    .startsWith("Messages that events ask for wait, since the bot cannot sign in")
                    .contains("1,200 messages wait to be sent.")
                    .contains("It is tried again at 10:02");
        }
    }

    @Test
    void itFollowsTheMessagesOfTheOpenConnection() throws Exception {
        try (TestGraph graph = TestGraph.start(folder, 12);
                AutomaticStanding standing = standing(graph)) {
            assertThat(standing.wordsProperty().get()).isNull();
            graph.workspace
                    .act()
                    .changeInbound(now -> now.withWelcome(new Message("Hello", TextFormat.PLAIN), true, false));
            graph.workspace.act().listening().follow(graph.workspace.views().inbound());
            try (AutomaticStanding again = standing(graph)) {
                assertThat(again.wordsProperty().get().words()).startsWith("Nothing listens for this connection");
            }
        }
    }
}
