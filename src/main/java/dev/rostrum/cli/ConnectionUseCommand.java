package dev.rostrum.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Chooses the connection that commands and window work with. */
@Command(name = "use")
final class ConnectionUseCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionUse.name")
    private String name;

    ConnectionUseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.program().connections().use(name);
        session.terminal()
                .result(CommandTexts.get(
                        "connectionUse.done",
                        CommandTexts.connection(session.program().connections().find(name))));
        return ExitStatus.DONE;
    }
}
