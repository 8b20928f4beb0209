package dev.rostrum.cli;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Starts a run, shows how it goes until it ends, and makes the exit status of its outcome. */
final class RunFollower {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Without a terminal a line of progress comes every so many looks: five seconds. */
    private static final int LINE_EVERY = 50;

    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
    private static final int BAR = 24;
    private static final int NAMED = 20;

    private final Runs runs;
    private final Terminal terminal;
    private final StopSignals.Watch stop;

    RunFollower(Runs runs, Terminal terminal, StopSignals.Watch stop) {
        this.runs = runs;
        this.terminal = terminal;
        this.stop = stop;
    }

    /**
     * Sends what waits in the run.
     *
     * @return the exit status
     */
    int send(long runId) throws InterruptedException {
        if (stop.asked()) {
            return outcome(runs.snapshot(runId));
        }
        runs.start(runId);
        int looks = 0;
        while (!runs.await(LOOK)) {
            looks++;
            if (terminal.interactive()) {
                terminal.progress(line(runs.snapshot(runId), true));
            } else if (looks % LINE_EVERY == 0) {
                terminal.note(line(runs.snapshot(runId), false));
            }
            if (stop.asked()) {
                interrupted();
                break;
            }
        }
        terminal.clear();
        return outcome(runs.snapshot(runId));
    }

    private void interrupted() throws InterruptedException {
        runs.pause();
        terminal.note("Stopping: nothing new is sent; waiting up to " + LAST_ANSWERS.toSeconds()
                + " s for the answers to what is under way.");
        if (!runs.await(LAST_ANSWERS)) {
            List<Long> missing = runs.current().map(RunSnapshot::inFlight).orElse(List.of());
            terminal.note("Some answers are still missing. Messages among them will be shown as in doubt"
                    + (missing.isEmpty() ? "." : ": deliveries " + named(missing) + "."));
        }
    }

    private static String named(List<Long> deliveries) {
        String named = deliveries.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return deliveries.size() > NAMED ? named + " and " + (deliveries.size() - NAMED) + " more" : named;
    }

    /** How far a run is, in one line. */
    String line(RunSnapshot run, boolean bar) {
        Totals totals = run.totals();
        StringBuilder line = new StringBuilder();
        if (bar) {
            int filled = (int) (totals.recipients() == 0 ? BAR : BAR * totals.settled() / totals.recipients());
            line.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR - filled))
                    .append("] ");
        }
        line.append(Counts.of(totals.settled()))
                .append(" of ")
                .append(Counts.of(totals.recipients()))
                .append("  accepted ")
                .append(Counts.of(totals.sent()));
        if (totals.refused() > 0) {
            line.append("  refused ").append(Counts.of(totals.refused()));
        }
        if (totals.inDoubt() > 0) {
            line.append("  in doubt ").append(Counts.of(totals.inDoubt()));
        }
        if (run.waiting() != null) {
            line.append("  ").append(Words.waiting(run.waiting().kind()));
            if (run.waitingUntil() != null) {
                line.append(", until ").append(terminal.clock(run.waitingUntil()));
            }
        }
        if (run.waitingUntil() == null) {
            line.append(String.format(Locale.ROOT, "  %.1f requests/s", run.requestsPerSecond()));
            if (run.left() != null) {
                line.append("  ").append(Times.about(run.left())).append(" left");
            }
        }
        return line.toString();
    }

    private int outcome(RunSnapshot run) {
        Totals totals = run.totals();
        Totals counted = runs.recount(run.runId());
        boolean lost = run.pauseReason() == PauseReason.LOCK_LOST;
        boolean wrong = !lost && (!counted.addUp() || (!run.active() && !counted.equals(totals)));
        if (wrong) {
            terminal.note("THE TOTALS OF ANNOUNCEMENT " + run.runId() + " DO NOT ADD UP: " + totals.selected()
                    + " selected, " + totals.sum() + " by the kept counters, " + counted.sum()
                    + " counted row by row. This is a fault of Rostrum: do not rely on the totals,"
                    + " look at each row (rostrum announcement deliveries " + run.runId() + ").");
        }
        if (run.state() == RunState.PAUSED || run.active()) {
            terminal.note(paused(run));
        }
        if (wrong || lost) {
            return ExitStatus.FAILED;
        }
        if (totals.open() > 0 || run.state() == RunState.STOPPED) {
            return ExitStatus.WAITING;
        }
        return totals.refused() + totals.inDoubt() > 0 ? ExitStatus.NOT_ALL_ACCEPTED : ExitStatus.DONE;
    }

    private static String paused(RunSnapshot run) {
        PauseReason reason = run.pauseReason();
        return "Paused, " + Counts.people(run.totals().open()) + " still waiting."
                + (reason == null || reason == PauseReason.ASKED ? "" : " " + States.of(reason))
                + (run.detail() == null ? "" : " " + Sentences.whole(run.detail()))
                + (reason == PauseReason.LOCK_LOST ? "" : " To go on: rostrum announcement resume " + run.runId());
    }
}
