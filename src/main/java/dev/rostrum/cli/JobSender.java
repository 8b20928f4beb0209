package dev.rostrum.cli;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;

/** Writes a confirmed plan, sends it and says what came of it. */
final class JobSender {
    private final CommandSession session;
    private final Workspace workspace;
    private final boolean json;

    JobSender(CommandSession session, Workspace workspace, boolean json) {
        this.session = session;
        this.workspace = workspace;
        this.json = json;
    }

    /**
     * Plans and sends.
     *
     * @return the exit status
     */
    int send(JobPlan plan) throws InterruptedException {
        Terminal terminal = session.terminal();
        try (StopSignals.Watch stop = session.signals().watch()) {
            long id;
            try {
                long rows = plan.preview().selected();
                id = workspace
                        .act()
                        .planner()
                        .plan(
                                plan.request(),
                                plan.preview(),
                                written -> terminal.progress(CommandTexts.get("job.planning", written, rows)),
                                stop::asked);
            } catch (InterruptedException e) {
                terminal.note(CommandTexts.get("job.stopped"));
                return ExitStatus.WAITING;
            }
            terminal.clear();
            RunQuery.Row run = workspace.views().runs().find(id).orElseThrow();
            String name = run.parent() == null
                    ? CommandTexts.get("job.name", id)
                    : CommandTexts.get("job.name.follows", id, States.follows(run.kind(), run.parent()));
            if (json) {
                terminal.note(name);
            } else {
                terminal.result(name);
            }
            int status = follow(id, stop, plan.request().kind() == JobKind.RECALL ? null : plan.warnings());
            return status;
        }
    }

    /**
     * Sends what waits in a job and prints its totals.
     *
     * @return the exit status
     */
    int follow(long id, StopSignals.Watch stop) throws InterruptedException {
        return follow(id, stop, null);
    }

    /** @param warnings what was told before it was confirmed; null where there is none to tell */
    private int follow(long id, StopSignals.Watch stop, List<Reason> warnings) throws InterruptedException {
        Terminal terminal = session.terminal();
        int status = new RunFollower(workspace.act().runs(), terminal, stop).send(id);
        RunQuery.Row run = workspace.views().runs().find(id).orElseThrow();
        if (json) {
            JsonRow row = new JsonRow(terminal);
            RunLines.json(row, run, workspace.views());
            if (warnings != null) {
                row.put("warnings", warnings, MessageOptions::json);
            }
            row.print();
        } else {
            new RunLines(terminal).totals(run, workspace.views().runs().decided());
            if (run.totals().inDoubt() > 0) {
                terminal.note(CommandTexts.get("job.doubts", id));
            }
            terminal.note(CommandTexts.get("job.deliveries", id));
        }
        return status;
    }
}
