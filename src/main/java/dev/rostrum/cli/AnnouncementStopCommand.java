package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends an announcement for good, whichever process sends it. */
@Command(name = "stop")
final class AnnouncementStopCommand implements Callable<Integer> {
    private static final String NAME = "announcement stop";

    private final CommandSession session;

    @Mixin
    private JobOptions asked;

    @Mixin
    private WaitOption wait;

    AnnouncementStopCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Connection connection = session.namedConnection();
        try (Workspace workspace = session.writeOrRead(connection, NAME)) {
            if (workspace.actions().isPresent()) {
                return stop(workspace);
            }
            AnnouncementShowCommand.find(workspace.views(), asked.id());
            if (workspace.views().remoteRuns().stop(asked.id(), NAME, wait.patience())) {
                RunWatch watch = new RunWatch(workspace.views(), session.terminal(), session.signals());
                RunQuery.Row run = watch.await(asked.id(), wait.patience(), true);
                watch.tell(run, asked.json());
                return RunWatch.sends(run) ? ExitStatus.WAITING : ExitStatus.DONE;
            }
        }
        // Whoever had the data file has ended meanwhile.
        try (Workspace workspace = session.write(connection, NAME, wait)) {
            return stop(workspace);
        }
    }

    private int stop(Workspace workspace) {
        RunQuery.Row before = AnnouncementShowCommand.find(workspace.views(), asked.id());
        if (!before.state().isOpen()) {
            return NothingToDo.tell(
                    session.terminal(),
                    asked.json(),
                    Reason.of("announcement.nothingToStop"),
                    row -> RunLines.json(row, before, workspace.views()));
        }
        workspace.act().runs().stop(asked.id());
        RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), asked.id());
        new RunWatch(workspace.views(), session.terminal(), session.signals()).tell(run, asked.json());
        return ExitStatus.DONE;
    }
}
