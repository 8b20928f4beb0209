package dev.rostrum.cli;

import dev.rostrum.files.OutputFile;
import dev.rostrum.records.Exports;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes what became of an announcement as CSV. */
@Command(name = "export")
final class AnnouncementExportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "job.id")
    private long id;

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "announcementExport.file")
    private String file;

    @Mixin
    private DeliveryOptions which;

    @Mixin
    private ForceOption force;

    @Mixin
    private JsonOption json;

    AnnouncementExportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile target = file.equals("-") ? null : force.file(file);
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("announcement export")) {
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            long rows = target == null
                    ? write(workspace, run, terminal.out())
                    : target.write(out -> write(workspace, run, out));
            if (target != null) {
                workspace.views().exports().note(Exports.Kind.DELIVERIES, target.path());
            }
            if (target == null) {
                if (!terminal.deaf()) {
                    terminal.note(CommandTexts.get("announcementExport.done", rows));
                }
            } else if (json.json()) {
                new JsonRow(terminal)
                        .put("announcementId", run.id())
                        .put("file", target.path().toString())
                        .put("rows", rows)
                        .print();
            } else {
                terminal.note(CommandTexts.get(
                        "announcementExport.done.file", rows, target.path().toString()));
            }
        }
        return ExitStatus.DONE;
    }

    private long write(Workspace workspace, RunQuery.Row run, OutputStream out) throws IOException {
        RowQuery<DeliveryQuery.Row> rows = which.rows(workspace.views(), run);
        return which.table(session.terminal(), workspace.views())
                .csv(session.terminal(), List.of(), out, sink -> rows.each(Long.MAX_VALUE, sink));
    }
}
