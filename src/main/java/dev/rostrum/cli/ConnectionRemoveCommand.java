package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a connection. */
@Command(name = "remove")
final class ConnectionRemoveCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionRemove.name")
    private String name;

    @Option(names = "--yes", order = OptionOrder.CONFIRM, descriptionKey = "connectionRemove.yes")
    private boolean yes;

    @Mixin
    private JsonOption json;

    ConnectionRemoveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Connections connections = session.program().connections();
        Connection asked = connections.removable(name);
        if (!yes && !terminal.interactive()) {
            throw Problem.wrongUse("connection.remove.unasked", asked.name());
        }
        if (!yes
                && !Confirmation.agreed(
                        terminal,
                        CommandTexts.get("connectionRemove.ask", CommandTexts.connection(asked)),
                        Reason.of("connection.remove.undone"))) {
            return ExitStatus.FAILED;
        }
        Connections.Removed removed = connections.removeWithSecrets(asked.name());
        Connection gone = removed.connection();
        Path file = connections.dataFile(gone);
        boolean kept = Files.exists(file);
        if (json.json()) {
            new JsonRow(terminal)
                    .put("name", gone.name())
                    .put("simulated", gone.simulated())
                    .put("dataFile", kept ? file.toString() : null)
                    .put("warnings", removed.warnings(), (row, warning) -> row.cause(warning))
                    .print();
        } else {
            terminal.result(CommandTexts.get("connectionRemove.done", gone.name()));
        }
        removed.warnings().forEach(warning -> terminal.warn(Sentences.whole(warning)));
        if (kept) {
            terminal.note(CommandTexts.get("connectionRemove.file", file.toString()));
        }
        return ExitStatus.DONE;
    }
}
