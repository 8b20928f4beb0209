package dev.rostrum.cli;

import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists announcements. */
@Command(name = "list", sortOptions = false)
final class AnnouncementListCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "announcementList.search")
    private String search = "";

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    AnnouncementListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("announcement list")) {
            RunQuery runs = workspace.views().runs();
            AnnouncementNumbers numbers = new AnnouncementNumbers(runs);
            long shown = new Listing<RunQuery.Row>((row, run) -> RunCard.json(row, run, numbers))
                    .number("ID", RunQuery.Row::id)
                    .whole("KIND", r -> r.parent() == null ? States.of(r.kind()) : States.follows(r.kind(), r.parent()))
                    .whole("PLANNED", r -> terminal.time(r.createdAt()))
                    .whole("STATE", r -> States.of(r.state()))
                    .number("RECIPIENTS", r -> r.totals().recipients())
                    .number("ACCEPTED", r -> r.totals().sent())
                    .number("REFUSED", r -> r.totals().refused())
                    .number("IN DOUBT", r -> r.totals().inDoubt())
                    .number("WAITING", r -> r.totals().open())
                    .number("CANCELLED", r -> r.totals().cancelled())
                    .text("TITLE", RunQuery.Row::title)
                    .print(
                            terminal,
                            output,
                            limit.value(output.json),
                            (offset, rows) -> runs.page(search, offset, rows));
            Remainder.note(
                    terminal,
                    shown,
                    () -> runs.count(search),
                    search.isBlank() ? "No announcements yet. Make one: rostrum announce --help" : "Nothing matches.");
        }
        return ExitStatus.DONE;
    }
}
