package dev.rostrum.cli;

import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends what a pause, Ctrl+C or a crash left waiting. */
@Command(name = "resume")
final class AnnouncementResumeCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private JobOptions asked;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private SecretOptions secret;

    @Mixin
    private WaitOption wait;

    AnnouncementResumeCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("announcement resume", wait, secret)) {
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), asked.id());
            Totals before = run.totals();
            if (run.state() == RunState.DONE || run.state() == RunState.STOPPED) {
                confirmation.check(Confirmation.Question.of(run.kind(), 0));
                return NothingToDo.tell(
                        terminal,
                        asked.json(),
                        Reason.of(run.state() == RunState.DONE ? "announcement.finished" : "announcement.stopped"),
                        row -> RunLines.json(row, run, workspace.views()));
            }
            if (run.state() == RunState.PAUSED && before.open() > 0) {
                long decided = workspace.views().runs().decided().getOrDefault(asked.id(), 0L);
                terminal.note(CommandTexts.get(
                        "announcementResume.waits",
                        asked.id(),
                        run.title(),
                        before.open(),
                        States.countAccepted(before.sent(), decided),
                        before.inDoubt()));
                if (run.pauseReason() == PauseReason.CANARY) {
                    terminal.note(CommandTexts.get(
                            "announcementResume.canary", run.choices().canary()));
                }
                if (!confirmation.given(
                        terminal,
                        workspace.connection(),
                        Confirmation.Question.of(run.kind(), before.open()).on(workspace.mark()))) {
                    return ExitStatus.FAILED;
                }
            }
            if (!asked.json()) {
                terminal.result(CommandTexts.get("job.name", asked.id()));
            }
            try (StopSignals.Watch stop = session.signals().watch()) {
                return new JobSender(session, workspace, asked.json()).follow(asked.id(), stop);
            }
        }
    }
}
