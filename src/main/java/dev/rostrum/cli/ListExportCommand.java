package dev.rostrum.cli;

import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.PeopleExport;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a list of people as CSV. */
@Command(name = "export")
final class ListExportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "LIST", descriptionKey = "list.named")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "conversationExport.file")
    private String file;

    @Mixin
    private ForceOption force;

    @Mixin
    private JsonOption json;

    ListExportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = session.terminal();
        OutputFile target = file.equals("-") ? null : force.file(file);
        try (Workspace workspace = session.read("list export")) {
            PeopleFilter filter =
                    PeopleFilter.ofList(NameLookup.list(workspace.views(), name).id());
            PeopleExport export = new PeopleExport(workspace.views().users());
            long rows = target == null ? export.print(filter, terminal.out()) : export.write(filter, target);
            if (target == null) {
                if (!terminal.deaf()) {
                    terminal.note(CommandTexts.get("listExport.done", rows));
                }
            } else if (json.json()) {
                new JsonRow(terminal)
                        .put("file", target.path().toString())
                        .put("rows", rows)
                        .print();
            } else {
                terminal.note(CommandTexts.get("listExport.done.file", rows, file));
            }
        }
        return ExitStatus.DONE;
    }
}
