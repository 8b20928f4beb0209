package dev.rostrum.cli;

import dev.rostrum.connection.ConnectionArchive;
import dev.rostrum.connection.ConnectionArchive.LeftOut;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Sentences;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a connection to one file. */
@Command(name = "export", sortOptions = false)
final class ConnectionExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "connectionExport.name")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "connectionExport.file")
    private String file;

    @Mixin
    private ForceOption force;

    @Option(names = "--seal", descriptionKey = "connectionExport.seal")
    private boolean seal;

    @Mixin
    private SealOption passphrase;

    ConnectionExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OutputFile target = force.file(file);
        char[] typed = seal || passphrase.given() ? passphrase.read(session, true) : null;
        ConnectionArchive.Exported exported;
        try {
            exported = session.program().archive().export(name, target, typed);
        } finally {
            if (typed != null) {
                Arrays.fill(typed, '\0');
            }
        }
        Terminal terminal = session.terminal();
        terminal.result("Exported " + Words.connection(exported.connection()) + " to " + exported.file());
        terminal.note(
                exported.withData()
                        ? "It holds the people, conversations and announcements of this connection: keep it as you keep those."
                        : "The connection has no data yet; the file holds its settings.");
        terminal.note(
                exported.sealed()
                        ? "It is sealed. Give the passphrase to whoever takes it in by another way than the file."
                        : "It is not sealed: whoever takes it in cannot know that it comes from you. --seal changes that.");
        if (!exported.leftOut().isEmpty()) {
            terminal.note("Left out, to be typed anew on the other computer:");
            for (LeftOut one : exported.leftOut()) {
                terminal.note("- " + Sentences.whole(one.reason()));
            }
        }
        terminal.note("It holds no secret. On the other computer: rostrum connection import FILE");
        terminal.note(Sentences.whole(ConnectionArchive.twoCopies()));
        return ExitStatus.DONE;
    }
}
