package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.records.Backups;
import dev.rostrum.words.Sizes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the data file's place. */
@Command(
        name = "restore",
        sortOptions = false,
        description =
                "Puts a backup in the place of the connection's data file. The file that is there is set aside, never"
                        + " deleted; what was open in the backup is paused.")
final class BackupRestoreCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Name of the backup as 'rostrum backup list' shows it (default: the newest).")
    private String name;

    @Option(names = "--yes", description = "Answer the confirmation.")
    private boolean yes;

    @Mixin
    private WaitOption wait;

    BackupRestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Connection connection = session.namedConnection();
        Backups backups = session.program().backups(connection);
        Backups.Backup backup = backups.find(name);
        if (!agreed(terminal, connection, backup)) {
            terminal.note("Nothing was changed.");
            return ExitStatus.DONE;
        }
        Backups.Restored restored = backups.restore(backup, wait.patience(), terminal::note);
        restored.inWords(terminal.zone()).forEach(terminal::result);
        return ExitStatus.DONE;
    }

    private boolean agreed(Terminal terminal, Connection connection, Backups.Backup backup) {
        String what = "Restore the backup of " + terminal.time(backup.at()) + " (" + Sizes.of(backup.bytes()) + ") on "
                + Words.connection(connection) + "?";
        if (yes) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse("Nothing was changed: without a terminal nobody can confirm. Add --yes. " + what);
        }
        terminal.note("The restored file knows nothing of what was sent after that.");
        String typed = terminal.ask(what + " [y/N]");
        return typed != null
                && (typed.strip().equalsIgnoreCase("y") || typed.strip().equalsIgnoreCase("yes"));
    }
}
