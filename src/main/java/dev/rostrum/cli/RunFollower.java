package dev.rostrum.cli;

import dev.rostrum.announce.RemoteRuns;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts a run, shows how it goes until it ends, and makes the exit status of its outcome. */
final class RunFollower {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
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
        ProgressLine line = new ProgressLine(terminal, LOOK);
        while (!runs.await(runId, LOOK)) {
            line.show(runs.snapshot(runId));
            if (stop.asked()) {
                interrupted(runId);
                break;
            }
        }
        terminal.clear();
        return outcome(runs.snapshot(runId));
    }

    private void interrupted(long runId) throws InterruptedException {
        runs.pause(runId);
        terminal.note(CommandTexts.get("follower.stopping", LAST_ANSWERS.toSeconds()));
        if (!runs.await(runId, LAST_ANSWERS)) {
            List<Long> missing = runs.snapshot(runId).inFlight();
            terminal.warn(CommandTexts.get("follower.missing"));
            if (!missing.isEmpty()) {
                String named =
                        missing.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
                terminal.note(CommandTexts.get("follower.missing.named", named, Math.max(0, missing.size() - NAMED)));
            }
        }
    }

    private int outcome(RunSnapshot run) {
        Totals totals = run.totals();
        Totals counted = runs.recount(run.runId());
        boolean lost = run.pauseReason() == PauseReason.LOCK_LOST;
        boolean wrong = !lost && (!counted.addUp() || (!run.active() && !counted.equals(totals)));
        if (wrong) {
            terminal.warn(
                    CommandTexts.get("follower.wrong", run.runId(), totals.selected(), totals.sum(), counted.sum()));
        }
        if (run.state() == RunState.PAUSED || run.active()) {
            terminal.warn(paused(run, RemoteRuns.goingOnHere(run.runId())));
        } else if (run.state() == RunState.STOPPED && run.detail() != null) {
            terminal.warn(CommandTexts.get("follower.stopped", Sentences.whole(run.detail())));
        }
        if (wrong || lost) {
            return ExitStatus.FAILED;
        }
        return status(run.state(), run.pauseReason(), totals);
    }

    /**
     * What a run's end tells the caller of the program. A canary that waits has done what it was to do: of it counts what became of the
     * first ones.
     *
     * @param paused why it stands still, or null
     */
    static int status(RunState state, PauseReason paused, Totals totals) {
        boolean canary = state == RunState.PAUSED && paused == PauseReason.CANARY;
        if ((totals.open() > 0 && !canary) || state == RunState.STOPPED) {
            return ExitStatus.WAITING;
        }
        return totals.refused() + totals.inDoubt() > 0 ? ExitStatus.NOT_ALL_ACCEPTED : ExitStatus.DONE;
    }

    /**
     * Why it is paused, how many wait, and how it goes on.
     *
     * @param goingOn as {@link RemoteRuns#goingOn}
     */
    static String paused(RunSnapshot run, Reason goingOn) {
        List<String> said = new ArrayList<>();
        said.add(CommandTexts.get("follower.paused", run.totals().open()));
        said.addAll(States.paused(run.pauseReason(), run.detail()));
        if (run.pauseReason() != PauseReason.LOCK_LOST) {
            said.add(Sentences.of(goingOn));
        }
        return String.join(" ", said);
    }
}
