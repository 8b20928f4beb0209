package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import dev.rostrum.words.Sentences;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a connection. */
@Command(name = "remove")
final class ConnectionRemoveCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionRemove.name")
    private String name;

    ConnectionRemoveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connections.Removed removed = session.program().connections().removeWithSecrets(name);
        Connection gone = removed.connection();
        session.terminal().result(CommandTexts.get("connectionRemove.done", gone.name()));
        removed.warnings().forEach(warning -> session.terminal().note(Sentences.whole(warning)));
        session.terminal()
                .note(CommandTexts.get(
                        "connectionRemove.file", gone.file(), session.program().dataFolder()));
        return ExitStatus.DONE;
    }
}
