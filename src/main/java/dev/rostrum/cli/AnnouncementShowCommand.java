package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.Snapshot;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one announcement. */
@Command(name = "show")
final class AnnouncementShowCommand implements Callable<Integer> {
    private static final int DECISIONS = 100;

    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementShow.id")
    private long id;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "announcementShow.json")
    private boolean json;

    AnnouncementShowCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.read("announcement show")) {
            RunQuery.Row run = find(workspace.views(), id);
            List<DeliveryQuery.CauseCount> causes =
                    workspace.views().deliveries().causes(id);
            List<RunQuery.Row> jobs = workspace.views().runs().jobs(run.announcementId());
            Snapshot<AuditQuery.Row> decisions = workspace
                    .views()
                    .audit()
                    .ofAnnouncement(run.announcementId())
                    .open(DECISIONS, 0);
            List<AuditQuery.Row> decided = new ArrayList<>(decisions.page(0, DECISIONS));
            Collections.reverse(decided);
            RunLines.RunDetails whole = new RunLines.RunDetails(
                    run,
                    workspace.views().runs().decided(),
                    causes,
                    jobs,
                    workspace.views().outcomes().counts(run.announcementId()),
                    decided,
                    new AnnouncementNumbers(workspace.views().runs()));
            RunLines lines = new RunLines(session.terminal());
            if (json) {
                lines.json(whole);
            } else {
                lines.text(whole);
            }
            if (decisions.count() > decided.size()) {
                session.terminal()
                        .note(CommandTexts.get("announcementShow.decisions", decided.size(), decisions.count(), id));
            }
            if (!run.totals().addUp()) {
                session.terminal()
                        .warn(CommandTexts.get(
                                "announcementShow.wrong",
                                run.totals().selected(),
                                run.totals().sum()));
                return ExitStatus.FAILED;
            }
        }
        return ExitStatus.DONE;
    }

    /** @throws Problem where there is no such announcement */
    static RunQuery.Row find(Views views, long id) {
        return views.runs().find(id).orElseThrow(() -> Problem.wrongUse("announcement.unknown", id));
    }
}
