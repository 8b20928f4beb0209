package dev.rostrum.cli;

import dev.rostrum.connection.ConnectionArchive;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a connection to one file. */
@Command(
        name = "export",
        description = "Writes a connection with its data to one file, without any secret, for another computer.")
final class ConnectionExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write; it must not exist.")
    private Path file;

    ConnectionExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConnectionArchive.Exported exported = session.program().archive().export(name, file);
        Terminal terminal = session.terminal();
        terminal.result("Exported " + Words.connection(exported.connection()) + " to " + exported.file());
        terminal.note(
                exported.withData()
                        ? "It holds the people, conversations and announcements of this connection: keep it as you keep those."
                        : "The connection has no data yet; the file holds its settings.");
        terminal.note("It holds no secret. On the other computer: rostrum connection import FILE");
        terminal.note(ConnectionArchive.TWO_COPIES);
        return ExitStatus.DONE;
    }
}
