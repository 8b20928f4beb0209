package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forgets a connection. */
@Command(name = "remove", description = "Forgets a connection. Its data file stays where it is.")
final class ConnectionRemoveCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name;

    ConnectionRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection gone = session.program().connections().remove(name);
        session.terminal().result("Removed " + gone.name());
        session.terminal()
                .note("Its data file " + gone.file() + ", if there is one, stays in "
                        + session.program().dataFolder() + ".");
        return ExitStatus.DONE;
    }
}
