package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.AudienceNames;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.RunQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many stand where, in a run whose program was cut off. */
class RunLinesTest {
    /** 5 wait, 3 open a chat, 2 are sending. */
    private static List<String> interrupted(JobKind kind) {
        Totals totals = new Totals(10, 5, 3, 2, 0, 0, 0, 0, 0);
        RunQuery.Row run = new RunQuery.Row(
                1,
                1,
                kind,
                null,
                SendChoices.NONE,
                false,
                "Title",
                "Text",
                TextFormat.PLAIN,
                RunState.INTERRUPTED,
                null,
                null,
                new AudienceNames(List.of(), 0, 10),
                totals,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
        Typed typed = Typed.piped("");
        new RunLines(typed.terminal()).totals(run, Map.of());
        return typed.outLines().stream()
                .map(line -> line.replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void onlySendsUnderWayMayBeInDoubt() {
        assertThat(interrupted(JobKind.SEND))
                .contains("Waiting 8")
                .anyMatch(line -> line.startsWith("May be in doubt 2 "));
        assertThat(interrupted(JobKind.RECALL))
                .contains("Waiting 10")
                .noneMatch(line -> line.startsWith("May be in doubt"));
    }
}
