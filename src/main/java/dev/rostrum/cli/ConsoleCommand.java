package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens the window; where there can be none, says how to get one. */
@Command(name = "console")
final class ConsoleCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--read-only", descriptionKey = "console.read-only")
    private boolean lookOnly;

    ConsoleCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection connection = session.namedConnection();
        Optional<Reason> missing = session.program().console(connection.name(), lookOnly);
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
