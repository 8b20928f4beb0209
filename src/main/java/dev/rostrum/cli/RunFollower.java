package dev.rostrum.cli;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        terminal.note(CommandTexts.get("follower.stopping", LAST_ANSWERS.toSeconds()));
        if (!runs.await(LAST_ANSWERS)) {
            List<Long> missing = runs.current().map(RunSnapshot::inFlight).orElse(List.of());
            terminal.note(CommandTexts.get("follower.missing"));
            if (!missing.isEmpty()) {
                String named =
                        missing.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
                terminal.note(CommandTexts.get("follower.missing.named", named, Math.max(0, missing.size() - NAMED)));
            }
        }
    }

    /** How far a run is, in one line. */
    String line(RunSnapshot run, boolean bar) {
        Totals totals = run.totals();
        List<String> parts = new ArrayList<>();
        if (bar) {
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

    private int outcome(RunSnapshot run) {
        Totals totals = run.totals();
        Totals counted = runs.recount(run.runId());
        boolean lost = run.pauseReason() == PauseReason.LOCK_LOST;
        boolean wrong = !lost && (!counted.addUp() || (!run.active() && !counted.equals(totals)));
        if (wrong) {
            terminal.note(
                    CommandTexts.get("follower.wrong", run.runId(), totals.selected(), totals.sum(), counted.sum()));
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
        List<String> said = new ArrayList<>();
        said.add(CommandTexts.get("follower.paused", run.totals().open()));
        said.addAll(States.paused(run.pauseReason(), run.detail()));
        if (run.pauseReason() != PauseReason.LOCK_LOST) {
            said.add(CommandTexts.get("follower.resume", run.runId()));
        }
        return String.join(" ", said);
    }
}
