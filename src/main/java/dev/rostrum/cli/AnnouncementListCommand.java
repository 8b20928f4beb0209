package dev.rostrum.cli;

import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists announcements. */
@Command(name = "list")
final class AnnouncementListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "announcementList.search")
    private String search = "";

    @Option(names = "--automatic", descriptionKey = "announcementList.automatic")
    private boolean automatic;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    AnnouncementListCommand(CommandSession session) {
        this.session = session;
    }

    /** An edit is known by the text that it brings. */
    private static String title(RunQuery.Row run) {
        return run.kind() == JobKind.EDIT ? new Message(run.text(), run.format()).suggestedTitle() : run.title();
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("announcement list")) {
            RunQuery runs = workspace.views().runs();
            AnnouncementNumbers numbers = new AnnouncementNumbers(runs);
            Map<Long, Long> decided = output.keys() ? runs.decided() : Map.of();
            new Listing<RunQuery.Row>((row, run) -> RunLines.json(row, run, decided, numbers))
                    .keys(
                            "id",
                            "announcementId",
                            "kind",
                            "parentId",
                            "title",
                            "state",
                            "pauseReason",
                            "cause",
                            "audience",
                            "canary",
                            "canaryPassed",
                            "rate",
                            "retryGateway",
                            "outsiders",
                            "unknownKind",
                            "override",
                            "createdAt",
                            "startedAt",
                            "endedAt",
                            "selected",
                            "excluded",
                            "recipients",
                            "waiting",
                            "opening",
                            "sending",
                            "sent",
                            "acceptedByDecision",
                            "refused",
                            "inDoubt",
                            "cancelled")
                    .number("column.id", RunQuery.Row::id)
                    .whole(
                            "column.kind",
                            r -> r.parent() == null ? States.of(r.kind()) : States.follows(r.kind(), r.parent()))
                    .time("column.planned", r -> terminal.time(r.createdAt()))
                    .whole("column.state", r -> States.of(r.state()))
                    .count("column.recipients", r -> r.totals().recipients())
                    .count("column.accepted", r -> r.totals().sent())
                    .count("column.refused", r -> r.totals().refused())
                    .minor()
                    .count("column.inDoubt", r -> r.seen().inDoubt())
                    .minor()
                    .count("column.waiting", r -> r.seen().open())
                    .minor()
                    .count("column.cancelled", r -> r.totals().cancelled())
                    .minor()
                    .text("column.title", AnnouncementListCommand::title)
                    .remainder("announcementList.remainder")
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            automatic ? runs.automatic(search) : runs.select(search),
                            CommandTexts.get(
                                    search.isBlank()
                                            ? automatic ? "announcementList.noneAutomatic" : "announcementList.none"
                                            : "list.noMatch"));
        }
        return ExitStatus.DONE;
    }
}
