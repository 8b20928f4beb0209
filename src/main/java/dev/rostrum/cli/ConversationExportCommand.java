package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.records.ConversationExport;
import dev.rostrum.workspace.Workspace;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes stored conversation ids as CSV. */
@Command(
        name = "export",
        sortOptions = false,
        description = "Writes the stored conversation ids as CSV (UTF-8). Cells that a spreadsheet would take for a"
                + " formula begin with an apostrophe.")
final class ConversationExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "File to write, - for standard output.")
    private String file;

    @Option(names = "--search", paramLabel = "TEXT", description = "Only with TEXT in name, email or id.")
    private String search = "";

    ConversationExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("conversation export")) {
            ConversationExport export = new ConversationExport(workspace.views().conversations(), terminal.zone());
            long rows;
            if (file.equals("-")) {
                Writer out = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
                rows = export.print(search, ConversationListCommand.BY_NAME, out);
                out.flush();
            } else {
                rows = toFile(export);
            }
            terminal.note(Words.count(rows, "conversation", "conversations") + " written"
                    + (file.equals("-") ? "." : " to " + file + "."));
        }
        return ExitStatus.DONE;
    }

    private long toFile(ConversationExport export) {
        Path target;
        try {
            target = Path.of(file).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("A file cannot be called " + Words.quoted(file) + ". Choose another name.");
        }
        if (Files.isDirectory(target)) {
            throw Problem.wrongUse(file + " is a folder. Name a file in it.");
        }
        return export.write(search, ConversationListCommand.BY_NAME, target);
    }
}
