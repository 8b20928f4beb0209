package dev.rostrum.cli;

import dev.rostrum.connection.ConnectionArchive;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes in a connection from another computer. */
@Command(
        name = "import",
        description = "Takes in a connection that was exported on another computer. Everything is verified first.")
final class ConnectionImportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "The exported file.")
    private Path file;

    @Option(names = "--as", paramLabel = "NAME", description = "Call it so here.")
    private String as;

    @Option(
            names = "--trust-host",
            paramLabel = "HOST",
            description = "The service URL's host typed by you, where it is none of Microsoft's.")
    private String trustHost;

    ConnectionImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConnectionArchive.Imported imported = session.program().archive().importFrom(file, as, trustHost);
        Terminal terminal = session.terminal();
        terminal.result("Imported " + Words.connection(imported.connection()));
        imported.notes().forEach(terminal::note);
        terminal.note("To give its secret: rostrum connection edit "
                + CommandWords.argument(imported.connection().name()) + " --secret-env VAR");
        return ExitStatus.DONE;
    }
}
