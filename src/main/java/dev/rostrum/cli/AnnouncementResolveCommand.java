package dev.rostrum.cli;

import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides what becomes of deliveries in doubt. */
@Command(name = "resolve")
final class AnnouncementResolveCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementResolve.id")
    private long id;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Resolution verdict;

    /** One of the two. */
    static final class Resolution {
        @Option(names = "--arrived", descriptionKey = "announcementResolve.arrived")
        private boolean arrived;

        @Option(names = "--send-again", descriptionKey = "announcementResolve.send-again")
        private boolean sendAgain;

        private Decision decision() {
            return sendAgain && !arrived ? Decision.SEND_AGAIN : Decision.ARRIVED;
        }
    }

    @Mixin
    private ChoiceOptions which;

    @Mixin
    private Confirmation confirmation;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "announcementResolve.json")
    private boolean json;

    @Mixin
    private WaitOption wait;

    AnnouncementResolveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Decision decision = verdict.decision();
        DeliveryChoice choice = which.choice(id, Set.of());
        try (Workspace workspace = session.write("announcement resolve", wait)) {
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            Runs runs = workspace.act().runs();
            long doubts = runs.inDoubt(choice);
            ChoiceOptions.requireNamed(choice, doubts, "decision.named");
            Confirmation.Question question =
                    new Confirmation.Question(JsonRow.lower(decision), "resolve", doubts, doubts > 1);
            if (doubts == 0) {
                confirmation.check(question);
                return NothingToDo.tell(
                        terminal,
                        json,
                        Reason.of("decision.nothing", id),
                        row -> outcome(row, workspace, run, decision, 0));
            }
            terminal.note(CommandTexts.planLine("announcementResolve.doubts", doubts, id, run.title()));
            if (decision == Decision.SEND_AGAIN
                    && (choice.wholeAnnouncement() || run.kind().sendsMessages())) {
                terminal.note(CommandTexts.planLine("announcementResolve.warning"));
            }
            if (!confirmation.given(terminal, workspace.connection(), question)) {
                return ExitStatus.FAILED;
            }
            long decided = runs.resolveAll(choice, decision, doubts);
            if (decided < doubts) {
                terminal.note(CommandTexts.get("announcementResolve.answered", doubts - decided));
            }
            outcome(workspace, run, decision, decided);
        }
        return ExitStatus.DONE;
    }

    private static void outcome(JsonRow row, Workspace workspace, RunQuery.Row run, Decision decision, long decided) {
        row.put("announcementId", new AnnouncementNumbers(workspace.views().runs()).of(run))
                .put("jobId", run.id())
                .put("decision", decision)
                .put("decided", decided);
    }

    private void outcome(Workspace workspace, RunQuery.Row run, Decision decision, long decided) {
        Terminal terminal = session.terminal();
        if (json) {
            JsonRow row = new JsonRow(terminal);
            outcome(row, workspace, run, decision, decided);
            row.print();
        } else {
            terminal.result(CommandTexts.get("announcementResolve.done." + JsonRow.lower(decision), decided));
        }
        if (decision == Decision.SEND_AGAIN) {
            List<RunQuery.Row> jobs = workspace.views().runs().jobs(run.announcementId());
            for (RunQuery.Row job : jobs) {
                if (job.state() == RunState.PAUSED && job.totals().open() > 0) {
                    terminal.note(CommandTexts.get(
                            "announcementResolve.waits", job.id(), job.totals().open()));
                }
            }
        }
    }
}
