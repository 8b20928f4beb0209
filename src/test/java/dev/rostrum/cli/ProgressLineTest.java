package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final RunSnapshot RUN = new RunSnapshot(
            1,
            "News",
            RunState.RUNNING,
            null,
            null,
            new Totals(100_000, 1_235, 0, 0, 97_000, 1_200, 565, 0, 0),
            19.9,
            20,
            null,
            List.of(),
            Duration.ofSeconds(65));

    private static String shown(int width) {
        Typed typed = Typed.interactive("", width);
        new ProgressLine(typed.terminal(), Duration.ofMillis(100)).show(RUN);
        return typed.err().replace("\r", "");
    }

    @Test
    void theCountsAreWholeAtEachWidth() {
        for (int width : new int[] {60, 70, 80, 100, 120, 200}) {
            String line = shown(width);
            assertThat(DisplayWidth.of(line)).as(line).isLessThan(width);
            assertThat(line).contains("98,765", "100,000", "97,000 accepted", "1,200 refused", "565 in doubt");
        }
    }

    @Test
    void whatIsLeftOfTheRoomIsForTheRateThenTheBar() {
        assertThat(shown(85)).contains("19.9 requests/s").doesNotContain("left", "#");
        assertThat(shown(140)).contains("19.9 requests/s", "about 1 min left", "[###");
    }
}
