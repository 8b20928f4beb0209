package dev.rostrum.cli;

import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionArchive.Imported;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes in a connection from another computer. */
@Command(name = "import")
final class ConnectionImportCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "connectionImport.file")
    private Path file;

    @Option(names = "--as", paramLabel = "NAME", descriptionKey = "connectionImport.as")
    private String as;

    @Option(names = "--service-url", paramLabel = "URL", descriptionKey = "connectionImport.service-url")
    private String serviceUrl;

    @Option(names = "--trust-host", paramLabel = "HOST", descriptionKey = "connectionImport.trust-host")
    private String trustHost;

    @Mixin
    private SealOption passphrase;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "connectionImport.json")
    private boolean json;

    ConnectionImportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        char[] typed = passphrase.given() || ConnectionArchive.sealed(file) ? passphrase.read(session, false) : null;
        Imported imported;
        try {
            imported = session.program()
                    .archive()
                    .importFrom(file, new ConnectionArchive.Typed(as, serviceUrl, trustHost), typed);
        } finally {
            if (typed != null) {
                Arrays.fill(typed, '\0');
            }
        }
        if (json) {
            print(imported);
        } else {
            tell(imported);
        }
        return ExitStatus.DONE;
    }

    private void print(Imported imported) {
        List<Reason> leftOut = imported.leftOut().stream().map(LeftOut::reason).toList();
        new JsonRow(session.terminal())
                .put("name", imported.connection().name())
                .put("simulated", imported.connection().simulated())
                .put("tenantId", imported.connection().tenantId())
                .put("origin", imported.origin())
                .put("originSentence", Sentences.whole(imported.origin().reason()))
                .put("withData", imported.withData())
                .put("teams", imported.withData() ? imported.contents().teams() : null)
                .put("people", imported.withData() ? imported.contents().people() : null)
                .put("conversations", imported.withData() ? imported.contents().conversations() : null)
                .put("announcements", imported.withData() ? imported.contents().announcements() : null)
                .put("leftOut", leftOut, ConnectionImportCommand::reason)
                .put("notes", imported.notes(), ConnectionImportCommand::reason)
                .print();
    }

    private static void reason(JsonRow row, Reason reason) {
        row.put("code", reason.code()).put("sentence", Sentences.whole(reason));
    }

    private void tell(Imported imported) {
        Terminal terminal = session.terminal();
        terminal.result(CommandTexts.get("connectionImport.done", CommandTexts.connection(imported.connection())));
        terminal.result(Sentences.whole(imported.came()));
        terminal.note(Sentences.whole(imported.origin().reason()));
        if (!imported.leftOut().isEmpty()) {
            terminal.note(CommandTexts.get("connectionImport.leftOut"));
            imported.leftOut().forEach(one -> terminal.note("- " + Sentences.whole(one.reason())));
        }
        imported.notes().forEach(note -> terminal.note(Sentences.whole(note)));
        terminal.note(CommandTexts.get(
                "connectionImport.secret",
                CommandWords.argument(imported.connection().name())));
    }
}
