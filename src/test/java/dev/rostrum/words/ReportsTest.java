package dev.rostrum.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.PlainReport;
import dev.rostrum.domain.PlainReport.Block;
import dev.rostrum.domain.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static List<Reason> row(String... cells) {
        return List.of(cells).stream()
                .map(cell -> Reason.of(Reason.EARLIER, cell))
                .toList();
    }

    @Test
    void cellsStandUnderEachOtherAndTheLastTakesNoRoom() {
        PlainReport report = new PlainReport(List.of(
                Block.lines(Reason.of(Reason.EARLIER, "A title that is longer than any cell")),
                new Block(List.of(row("ok", "\ud83d\udd11 key", "fine"), row("not run", "disk", "needs the proxy")))));
        assertThat(Reports.of(report)).isEqualTo("""
                A title that is longer than any cell

                ok       \ud83d\udd11 key  fine
                not run  disk   needs the proxy
                """);
    }
}
