package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Opens the window; where there can be none, says how to get one. */
@Command(name = "console")
final class ConsoleCommand implements Callable<Integer> {
    private final CommandSession session;

    ConsoleCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection connection = session.namedConnection();
        Optional<Reason> missing = session.program().console(connection.name());
        if (missing.isEmpty()) {
            return ExitStatus.DONE;
        }
        session.terminal().note(Sentences.whole(missing.get()));
        if (connection.kind() != Connection.Kind.SANDBOX) {
            return ExitStatus.FAILED;
        }
        return new DemoCommand(session).call();
    }
}
