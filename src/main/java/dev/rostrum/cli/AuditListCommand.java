package dev.rostrum.cli;

import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the audit log. */
@Command(name = "list")
final class AuditListCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--announcement", paramLabel = "ID", descriptionKey = "auditList.announcement")
    private Long announcement;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    AuditListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("audit list")) {
            AuditQuery audit = workspace.views().audit();
            Long key = announcement == null
                    ? null
                    : Long.valueOf(AnnouncementShowCommand.find(workspace.views(), announcement)
                            .announcementId());
            AnnouncementNumbers numbers =
                    new AnnouncementNumbers(workspace.views().runs());
            new Listing<AuditQuery.Row>((row, a) -> json(row, a, numbers))
                    .keys("id", "at", "osUser", "act", "announcementId", "jobId", "count", "detail")
                    .number("column.id", AuditQuery.Row::id)
                    .time("column.at", a -> terminal.time(a.at()))
                    .kept()
                    .text("column.osUser", AuditQuery.Row::osUser)
                    .whole("column.act", a -> States.of(a.act()))
                    .number("column.announcement", AuditQuery.Row::runId)
                    .minor()
                    .count("column.count", AuditQuery.Row::people)
                    .minor()
                    .text("column.detail", AuditListCommand::detail)
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            key == null ? audit.select() : audit.ofAnnouncement(key),
                            CommandTexts.get("auditList.none"));
        }
        return ExitStatus.DONE;
    }

    static void json(JsonRow row, AuditQuery.Row audit, AnnouncementNumbers numbers) {
        row.put("id", audit.id())
                .put("at", audit.at())
                .put("osUser", audit.osUser())
                .put("act", audit.act())
                .put("announcementId", numbers.ofJob(audit.runId()))
                .put("jobId", audit.runId())
                .put("count", audit.people())
                .put("detail", detail(audit));
    }

    private static String detail(AuditQuery.Row audit) {
        return audit.detail() == null ? null : Sentences.of(audit.detail());
    }
}
