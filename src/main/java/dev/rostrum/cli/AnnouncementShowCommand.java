package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspace.Views;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one announcement. */
@Command(name = "show", sortOptions = false, description = "Shows one announcement: message, totals, causes.")
final class AnnouncementShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "ID", description = "Number of the announcement.")
    private long id;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    AnnouncementShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Workspace workspace = session.read("announcement show")) {
            RunQuery.Row run = find(workspace.views(), id);
            List<DeliveryQuery.CauseCount> causes =
                    workspace.views().deliveries().causes(id);
            RunCard card = new RunCard(session.terminal());
            if (json) {
                card.json(run, causes);
            } else {
                card.text(run, causes);
            }
            if (!run.totals().addUp()) {
                session.terminal()
                        .note("THE TOTALS DO NOT ADD UP: " + run.totals().selected() + " selected, "
                                + run.totals().sum()
                                + " in the states together. This is a fault of Rostrum: look at each row.");
                return ExitStatus.FAILED;
            }
        }
        return ExitStatus.DONE;
    }

    /** @throws Problem where there is no such announcement */
    static RunQuery.Row find(Views views, long id) {
        return views.runs()
                .find(id)
                .orElseThrow(
                        () -> Problem.wrongUse("There is no announcement " + id + ". See: rostrum announcement list"));
    }
}
