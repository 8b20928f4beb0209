package dev.rostrum.cli;

import dev.rostrum.announce.RemoteRuns.PauseAnswer;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a run that another process sends. */
@Command(name = "pause")
final class AnnouncementPauseCommand implements Callable<Integer> {
    private static final String NAME = "announcement pause";

    private final CommandSession session;

    @Mixin
    private JobOptions asked;

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
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), asked.id());
            // Also of one that is not sent as the data file has it: another process may just be about to.
            PauseAnswer answer = run.state().isOpen()
                    ? workspace.views().remoteRuns().pause(asked.id(), NAME, wait.patience())
                    : PauseAnswer.NOBODY;
            if (answer == PauseAnswer.PAUSES) {
                run = watch.await(asked.id(), wait.patience(), true);
            } else {
                // Whoever sent it may have been cut off while it was asked.
                run = AnnouncementShowCommand.find(workspace.views(), asked.id());
                terminal.note(CommandTexts.get(
                        answer == PauseAnswer.NOBODY ? "announcementPause.nothing" : "announcementPause.mayBegin"));
            }
            watch.tell(run, asked.json());
            boolean mayBegin = answer == PauseAnswer.NOT_AT_WORK && run.state().isOpen();
            return RunWatch.sends(run) || mayBegin ? ExitStatus.WAITING : ExitStatus.DONE;
        }
    }
}
