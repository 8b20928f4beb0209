package dev.rostrum.cli;

import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a run that another process sends. */
@Command(name = "pause", sortOptions = false)
final class AnnouncementPauseCommand implements Callable<Integer> {
    private static final String NAME = "announcement pause";

    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementPause.id")
    private long id;

    @Option(names = "--json", descriptionKey = "announcementPause.json")
    private boolean json;

    @Mixin
    private WaitOption wait;

    AnnouncementPauseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read(NAME)) {
            RunWatch watch = new RunWatch(workspace.views(), terminal, session.signals());
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            boolean asked =
                    RunWatch.sends(run) && workspace.views().remoteRuns().pause(id, NAME, wait.patience());
            if (asked) {
                run = watch.await(id, wait.patience(), true);
            } else {
                // Whoever sent it may have been cut off while it was asked.
                run = AnnouncementShowCommand.find(workspace.views(), id);
                terminal.note(CommandTexts.get("announcementPause.nothing"));
            }
            watch.tell(run, json);
            return RunWatch.sends(run) ? ExitStatus.WAITING : ExitStatus.DONE;
        }
    }
}
