package dev.rostrum.cli;

import dev.rostrum.domain.User;
import dev.rostrum.files.OutputFile;
import dev.rostrum.records.PersonExport;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes everything kept about people into one file. */
@Command(name = "export")
final class UserExportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "USER", descriptionKey = "userExport.user")
    private String named;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "-",
            descriptionKey = "userExport.file")
    private String file;

    @Option(names = "--user", paramLabel = "USER", descriptionKey = "userExport.users")
    private List<String> more = new ArrayList<>();

    @Mixin
    private ForceOption force;

    @Mixin
    private JsonOption json;

    UserExportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = session.terminal();
        OutputFile target = file.equals("-") ? null : force.file(file);
        try (Workspace workspace = session.read("user export")) {
            List<String> names = new ArrayList<>(List.of(named));
            names.addAll(more);
            List<String> ids = NameLookup.all(workspace.views(), names).stream()
                    .map(User::id)
                    .distinct()
                    .toList();
            PersonExport export = workspace.views().personExport();
            if (target == null) {
                export.print(ids, terminal.out());
            } else {
                export.write(ids, target);
                if (json.json()) {
                    new JsonRow(terminal)
                            .put("file", target.path().toString())
                            .put("people", ids.size())
                            .print();
                } else {
                    terminal.note(CommandTexts.get("userExport.done", ids.size(), file));
                }
            }
        }
        return ExitStatus.DONE;
    }
}
