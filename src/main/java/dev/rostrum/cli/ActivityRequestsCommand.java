package dev.rostrum.cli;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the request log. */
@Command(name = "requests")
final class ActivityRequestsCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--failed", descriptionKey = "activityRequests.failed")
    private boolean failed;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "activityRequests.search")
    private String search = "";

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    ActivityRequestsCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("activity requests")) {
            RequestQuery requests = workspace.views().requests();
            boolean all = !failed && search.isBlank();
            new Listing<RequestQuery.Row>(ActivityRequestsCommand::json)
                    .keys(
                            "at",
                            "kind",
                            "what",
                            "method",
                            "path",
                            "status",
                            "code",
                            "latencyMillis",
                            "msCv",
                            "after",
                            "announcementId",
                            "leftOut")
                    .time("column.at", r -> terminal.time(r.at()))
                    .kept()
                    .whole("column.method", r -> r.kind().method())
                    .text("column.path", ActivityRequestsCommand::path)
                    .whole("column.status", ActivityRequestsCommand::ended)
                    .number("column.millis", r -> r.leftOut() == null ? r.latencyMillis() : null)
                    .minor()
                    .whole("column.msCv", RequestQuery.Row::msCv)
                    .minor()
                    .whole("column.after", ActivityRequestsCommand::after)
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            requests.select(new RequestQuery.Filter(search, failed, null)),
                            CommandTexts.get(all ? "activityRequests.none" : "list.noMatch"));
        }
        return ExitStatus.DONE;
    }

    private static String path(RequestQuery.Row request) {
        return request.leftOut() == null
                ? request.path()
                : CommandTexts.get("activityRequests.leftOut", request.leftOut());
    }

    private static String ended(RequestQuery.Row request) {
        return request.leftOut() == null ? said(MadeRequest.ended(request.status(), request.code())) : "";
    }

    private static String after(RequestQuery.Row request) {
        return request.after() == null ? "" : said(request.after());
    }

    private static String said(String ended) {
        return ended.isEmpty() ? CommandTexts.get("activityRequests.noAnswer") : ended;
    }

    private static void json(JsonRow row, RequestQuery.Row request) {
        row.put("at", request.at())
                .put("kind", request.kind())
                .put("what", States.of(request.kind()))
                .put("method", request.kind().method())
                .put("path", request.path())
                .put("status", request.status() == 0 ? null : Integer.valueOf(request.status()))
                .put("code", request.code())
                .put("latencyMillis", request.latencyMillis())
                .put("msCv", request.msCv())
                .put("after", request.after())
                .put("announcementId", request.announcementId())
                .put("leftOut", request.leftOut());
    }
}
