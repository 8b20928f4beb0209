package dev.rostrum.cli;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Totals;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How far a run is: drawn over and over at a terminal, without one a line every five seconds. */
final class ProgressLine {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);
    private static final int BAR = 24;

    private final Terminal terminal;
    private final long looksPerLine;
    private long looks;

    /** @param look how often it is shown */
    ProgressLine(Terminal terminal, Duration look) {
        this.terminal = terminal;
        this.looksPerLine = LINE_EVERY.dividedBy(look);
    }

    void show(RunSnapshot run) {
        looks++;
        if (terminal.interactive()) {
            terminal.progress(of(run));
        } else if (looks % looksPerLine == 0) {
            terminal.note(of(run));
        }
    }

    /** How far a run is, in one line. */
    private String of(RunSnapshot run) {
        Totals totals = run.totals();
        List<String> parts = new ArrayList<>();
        if (terminal.interactive()) {
            int filled = (int) (totals.recipients() == 0 ? BAR : BAR * totals.settled() / totals.recipients());
            parts.add("[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]");
        }
        parts.add(CommandTexts.get("follower.settled", totals.settled(), totals.recipients()));
        parts.add(CommandTexts.get("follower.accepted", totals.sent()));
        if (totals.refused() > 0) {
            parts.add(States.count(DeliveryState.REFUSED, totals.refused()));
        }
        if (totals.inDoubt() > 0) {
            parts.add(States.count(DeliveryState.IN_DOUBT, totals.inDoubt()));
        }
        if (run.waiting() != null) {
            String waiting = CommandTexts.get(
                    "follower.waiting." + JsonRow.lower(run.waiting().kind()));
            parts.add(
                    run.waitingUntil() == null
                            ? waiting
                            : CommandTexts.get("follower.until", waiting, terminal.clock(run.waitingUntil())));
        }
        if (run.waitingUntil() == null) {
            parts.add(CommandTexts.get("follower.rate", run.requestsPerSecond()));
            if (run.left() != null) {
                parts.add(CommandTexts.get("follower.left", Times.about(run.left())));
            }
        }
        return String.join("  ", parts);
    }
}
