package dev.rostrum.cli;

import dev.rostrum.files.OutputFile;
import dev.rostrum.records.ConversationExport;
import dev.rostrum.records.Exports;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes stored conversation ids as CSV. */
@Command(name = "export")
final class ConversationExportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "conversationExport.file")
    private String file;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "conversationExport.search")
    private String search = "";

    @Mixin
    private ConversationStateOption states;

    @Mixin
    private ForceOption force;

    @Mixin
    private JsonOption json;

    ConversationExportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = session.terminal();
        OutputFile target = file.equals("-") ? null : force.file(file);
        try (Workspace workspace = session.read("conversation export")) {
            ConversationExport export = new ConversationExport(workspace.views().conversations(), terminal.zone());
            long rows = target == null
                    ? export.print(states.with(search), ConversationListCommand.BY_NAME, terminal.out())
                    : export.write(states.with(search), ConversationListCommand.BY_NAME, target);
            if (target != null) {
                workspace.views().exports().note(Exports.Kind.CONVERSATIONS, target.path());
            }
            if (target == null) {
                if (!terminal.deaf()) {
                    terminal.note(CommandTexts.get("conversationExport.done", rows));
                }
            } else if (json.json()) {
                new JsonRow(terminal)
                        .put("file", target.path().toString())
                        .put("rows", rows)
                        .print();
            } else {
                terminal.note(CommandTexts.get("conversationExport.done.file", rows, file));
            }
        }
        return ExitStatus.DONE;
    }
}
