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
    private static final int LONGEST_BAR = 24;
    private static final int SHORTEST_BAR = 6;
    private static final String GAP = "  ";

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
            terminal.progress(fitting(run, terminal.width() - 1));
        } else if (looks % looksPerLine == 0) {
            List<String> all = counts(run);
            all.addAll(more(run));
            terminal.note(String.join(GAP, all));
        }
    }

    /** How far a run is, in so many columns: the counts in any case, then what it waits for and how long, then a bar. */
    private String fitting(RunSnapshot run, int columns) {
        String line = String.join(GAP, counts(run));
        if (DisplayWidth.of(line) > columns) {
            List<String> counts = counts(run);
            counts.set(
                    0,
                    CommandTexts.get(
                            "follower.settled.narrow",
                            run.totals().settled(),
                            run.totals().recipients()));
            return String.join(" ", counts);
        }
        for (String part : more(run)) {
            String longer = line + GAP + part;
            line = DisplayWidth.of(longer) <= columns ? longer : line;
        }
        int bar = Math.min(LONGEST_BAR, columns - DisplayWidth.of(line) - GAP.length() - 2);
        if (bar < SHORTEST_BAR) {
            return line;
        }
        Totals totals = run.totals();
        int filled = (int) (totals.recipients() == 0 ? bar : bar * totals.settled() / totals.recipients());
        return "[" + "#".repeat(filled) + ".".repeat(bar - filled) + "]" + GAP + line;
    }

    private static List<String> counts(RunSnapshot run) {
        Totals totals = run.totals();
        List<String> parts = new ArrayList<>();
        parts.add(CommandTexts.get("follower.settled", totals.settled(), totals.recipients()));
        parts.add(CommandTexts.get("follower.accepted", totals.sent()));
        if (totals.refused() > 0) {
            parts.add(States.count(DeliveryState.REFUSED, totals.refused()));
        }
        if (totals.inDoubt() > 0) {
            parts.add(States.count(DeliveryState.IN_DOUBT, totals.inDoubt()));
        }
        return parts;
    }

    private List<String> more(RunSnapshot run) {
        List<String> parts = new ArrayList<>();
        if (run.waiting() != null) {
            String waiting = CommandTexts.get(
                    "follower.waiting." + JsonRow.lower(run.waiting().kind()));
            parts.add(
                    run.waitingUntil() == null
                            ? waiting
                            : CommandTexts.get("follower.until", waiting, terminal.moment(run.waitingUntil())));
        }
        if (run.waitingUntil() == null) {
            parts.add(CommandTexts.get("follower.rate", run.requestsPerSecond()));
            if (run.left() != null) {
                parts.add(CommandTexts.get("follower.left", Times.about(run.left())));
            }
        }
        return parts;
    }
}
