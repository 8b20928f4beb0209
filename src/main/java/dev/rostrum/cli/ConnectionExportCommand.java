package dev.rostrum.cli;

import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Sentences;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a connection to one file. */
@Command(name = "export")
final class ConnectionExportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionExport.name")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "connectionExport.file")
    private String file;

    @Mixin
    private ForceOption force;

    @Option(names = "--seal", descriptionKey = "connectionExport.seal")
    private boolean seal;

    @Mixin
    private SealOption passphrase;

    @Mixin
    private JsonOption json;

    ConnectionExportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OutputFile target = force.file(file);
        char[] typed = seal || passphrase.given() ? passphrase.read(session, true) : null;
        ConnectionArchive.Exported exported;
        try {
            exported = session.program().archive().export(name, target, typed);
        } finally {
            if (typed != null) {
                Arrays.fill(typed, '\0');
            }
        }
        Terminal terminal = session.terminal();
        if (json.json()) {
            new JsonRow(terminal)
                    .put("name", exported.connection().name())
                    .put("file", String.valueOf(exported.file()))
                    .put("withData", exported.withData())
                    .put("sealed", exported.sealed())
                    .put("leftOut", exported.leftOut(), (row, one) -> row.cause(one.steering()))
                    .print();
        } else {
            terminal.result(CommandTexts.get(
                    "connectionExport.done", CommandTexts.connection(exported.connection()), exported.file()));
        }
        terminal.note(CommandTexts.get(exported.withData() ? "connectionExport.data" : "connectionExport.noData"));
        terminal.note(CommandTexts.get(exported.sealed() ? "connectionExport.sealed" : "connectionExport.open"));
        if (!exported.leftOut().isEmpty()) {
            terminal.note(CommandTexts.get("connectionExport.leftOut"));
            for (LeftOut one : exported.leftOut()) {
                // What is to be done about it is said where it is taken in.
                terminal.note("- " + Sentences.of(one.steering()));
            }
        }
        terminal.note(CommandTexts.get("connectionExport.next"));
        terminal.note(Sentences.whole(ConnectionArchive.twoCopies()));
        return ExitStatus.DONE;
    }
}
