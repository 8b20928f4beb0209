package dev.rostrum.cli;

import dev.rostrum.announce.Announcements;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.RunState;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.Counts;
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
@Command(name = "resolve", sortOptions = false)
final class AnnouncementResolveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementResolve.id")
    private long id;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Verdict verdict;

    /** One of the two. */
    static final class Verdict {
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

    @Option(names = "--json", descriptionKey = "announcementResolve.json")
    private boolean json;

    @Mixin
    private WaitOption wait;

    AnnouncementResolveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Decision decision = verdict.decision();
        DeliveryChoice choice = which.choice(id, Set.of());
        try (Workspace workspace = session.write("announcement resolve", wait)) {
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            Announcements announcements = workspace.act().announcements();
            long doubts = announcements.inDoubt(choice);
            ChoiceOptions.requireNamed(choice, doubts, "are in doubt in announcement " + id + ".");
            if (doubts == 0) {
                throw Problem.wrongUse("Nothing is in doubt there, so nothing was decided. See: rostrum announcement"
                        + " deliveries " + id + " --state in-doubt");
            }
            terminal.note("In doubt    " + Words.count(doubts, "delivery", "deliveries") + " of announcement " + id
                    + "  " + Words.quoted(run.title()));
            if (decision == Decision.SEND_AGAIN) {
                terminal.note("Warning     Teams may have accepted these sends: who had the message gets it twice.");
            }
            if (!confirmation.given(terminal, workspace.connection(), question(decision, doubts))) {
                return ExitStatus.FAILED;
            }
            long decided = announcements.resolveAll(choice, decision, doubts);
            if (decided < doubts) {
                terminal.note(Counts.of(doubts - decided) + " had an answer in between and were left as they are.");
            }
            outcome(workspace, run, decision, decided);
        }
        return ExitStatus.DONE;
    }

    private static Confirmation.Question question(Decision decision, long doubts) {
        String deliveries = Words.count(doubts, "delivery", "deliveries") + " in doubt";
        return new Confirmation.Question(
                doubts,
                "delivery in doubt",
                "deliveries in doubt",
                decision == Decision.ARRIVED
                        ? "Count " + deliveries + " as accepted"
                        : "Let " + deliveries + " be sent again",
                "Nothing was decided",
                doubts > 1);
    }

    private void outcome(Workspace workspace, RunQuery.Row run, Decision decision, long decided) {
        Terminal terminal = session.terminal();
        if (json) {
            new JsonRow(terminal)
                    .put(
                            "announcementId",
                            new AnnouncementNumbers(workspace.views().runs()).of(run))
                    .put("jobId", run.id())
                    .put("decision", decision)
                    .put("decided", decided)
                    .print();
        } else {
            terminal.result(Words.count(decided, "delivery", "deliveries")
                    + (decision == Decision.ARRIVED
                            ? " counted as accepted by your decision"
                            : " waiting to be sent again"));
        }
        if (decision == Decision.SEND_AGAIN) {
            List<RunQuery.Row> jobs = workspace.views().runs().jobs(run.announcementId());
            for (RunQuery.Row job : jobs) {
                if (job.state() == RunState.PAUSED && job.totals().open() > 0) {
                    terminal.note("Announcement " + job.id() + " is paused, "
                            + Counts.people(job.totals().open())
                            + " waiting. To send: rostrum announcement resume " + job.id());
                }
            }
        }
    }
}
