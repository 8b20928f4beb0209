package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Chooses the connection that commands and window work with. */
@Command(name = "use")
final class ConnectionUseCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionUse.name")
    private String name;

    @Mixin
    private JsonOption json;

    ConnectionUseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connections connections = session.program().connections();
        connections.use(name);
        Connection used = connections.find(name);
        if (json.json()) {
            JsonRow row = new JsonRow(session.terminal());
            ConnectionListCommand.json(row, used, used.name());
            row.print();
        } else {
            session.terminal().result(CommandTexts.get("connectionUse.done", CommandTexts.connection(used)));
        }
        return ExitStatus.DONE;
    }
}
