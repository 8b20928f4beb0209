package dev.rostrum.cli;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace.Views;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Watches a run that another process sends, by what stands in the data file, and tells what came of it. */
final class RunWatch {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** The rate is that of the last ten seconds. */
    private static final int MEASURED = 20;

    private final Views views;
    private final Terminal terminal;
    private final StopSignals signals;

    RunWatch(Views views, Terminal terminal, StopSignals signals) {
        this.views = views;
        this.terminal = terminal;
        this.signals = signals;
    }

    /** Whether some process works on it. */
    static boolean sends(RunQuery.Row run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.STOPPING;
    }

    /**
     * Waits until nobody sends it any more: it has ended, is paused, or its process was cut off.
     *
     * @param limit how long at most; the process may also be asked to end before
     * @param shown whether its progress is shown
     * @return the run as it stands then
     */
    RunQuery.Row await(long id, Duration limit, boolean shown) throws InterruptedException {
        ProgressLine line = new ProgressLine(terminal, LOOK);
        Deque<Long> settled = new ArrayDeque<>();
        RunQuery.Row run = AnnouncementShowCommand.find(views, id);
        try (StopSignals.Watch stop = signals.watch()) {
            for (long looks = 0; sends(run) && LOOK.multipliedBy(looks).compareTo(limit) < 0; looks++) {
                if (shown) {
                    line.show(snapshot(run, settled));
                }
                if (stop.await(LOOK)) {
                    break;
                }
                run = AnnouncementShowCommand.find(views, id);
            }
        }
        terminal.clear();
        return run;
    }

    private static RunSnapshot snapshot(RunQuery.Row run, Deque<Long> settled) {
        Totals totals = run.totals();
        settled.addLast(totals.settled());
        if (settled.size() > MEASURED) {
            settled.removeFirst();
        }
        double seconds = LOOK.multipliedBy(settled.size() - 1L).toMillis() / 1000.0;
        double perSecond = seconds == 0 ? 0 : (settled.getLast() - settled.getFirst()) / seconds;
        return new RunSnapshot(
                run.id(),
                run.title(),
                run.state(),
                null,
                null,
                totals,
                perSecond,
                perSecond,
                null,
                List.of(),
                perSecond == 0 ? null : Duration.ofMillis((long) (1000 * totals.open() / perSecond)));
    }

    /**
     * Prints how it stands.
     *
     * @return the exit status that its sending ends with; that of rows still waiting while it is being sent
     */
    int tell(RunQuery.Row run, boolean json) {
        if (json) {
            JsonRow row = new JsonRow(terminal);
            RunLines.json(row, run, views);
            row.print();
        } else {
            terminal.result(CommandTexts.get("watch.state", run.id(), States.of(run.state())));
            new RunLines(terminal).totals(run, views.runs().decided());
        }
        if (run.state() == RunState.PAUSED) {
            terminal.note(RunFollower.paused(
                    RunSnapshot.standing(
                            run.id(), run.title(), run.state(), run.pauseReason(), run.pauseDetail(), run.totals()),
                    views.remoteRuns().goingOn(run.id())));
        } else if (run.state() == RunState.INTERRUPTED) {
            terminal.note(CommandTexts.get("watch.interrupted", run.id()));
        } else if (sends(run)) {
            terminal.note(CommandTexts.get("watch.sends"));
        }
        return sends(run) || run.state() == RunState.INTERRUPTED
                ? ExitStatus.WAITING
                : RunFollower.status(run.state(), run.pauseReason(), run.totals());
    }
}
