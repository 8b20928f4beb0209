package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Writes a confirmed plan, sends it and says what came of it. */
final class JobSender {
    /** Writes the plan's rows. */
    interface Plan {
        /** @return the job's number */
        long write(LongConsumer progress, BooleanSupplier cancelled) throws InterruptedException;
    }

    private final Session session;
    private final Workspace workspace;
    private final boolean json;
    private final List<Reason> advice;

    JobSender(Session session, Workspace workspace, boolean json) {
        this(session, workspace, json, null);
    }

    /** @param advice what was told before the plan; null where there is none to tell */
    JobSender(Session session, Workspace workspace, boolean json, List<Reason> advice) {
        this.advice = advice;
        this.session = session;
        this.workspace = workspace;
        this.json = json;
    }

    /**
     * @param rows that the plan will have
     * @return the exit status
     */
    int send(long rows, Plan plan) throws InterruptedException {
        Terminal terminal = session.terminal();
        try (StopSignals.Watch stop = session.signals().watch()) {
            long id;
            try {
                id = plan.write(
                        written -> terminal.progress(CommandTexts.get("job.planning", written, rows)), stop::asked);
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
            int status = follow(id, stop);
            if (!json) {
                terminal.note(CommandTexts.get("job.deliveries", id));
            }
            return status;
        }
    }

    /**
     * Sends what waits in a job and prints its totals.
     *
     * @return the exit status
     */
    int follow(long id, StopSignals.Watch stop) throws InterruptedException {
        Terminal terminal = session.terminal();
        Announcements announcements = workspace.act().announcements();
        int status = new RunFollower(announcements, terminal, stop).send(id);
        RunQuery.Row run = workspace.views().runs().find(id).orElseThrow();
        Map<Long, Long> decided = workspace.views().runs().decided();
        if (json) {
            JsonRow row = new JsonRow(terminal);
            RunCard.json(
                    row, run, decided, new AnnouncementNumbers(workspace.views().runs()));
            if (advice != null) {
                row.put("warnings", advice, MessageOptions::json);
            }
            row.print();
        } else {
            new RunCard(terminal).totals(run, decided);
        }
        return status;
    }
}
