package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Sizes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the data file's place. */
@Command(name = "restore")
final class BackupRestoreCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", descriptionKey = "backupRestore.name")
    private String name;

    @Mixin
    private Agreement agreement;

    @Mixin
    private JsonOption json;

    @Option(names = "--force", order = OptionOrder.FORCE, descriptionKey = "backupRestore.force")
    private boolean force;

    @Mixin
    private WaitOption wait;

    BackupRestoreCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Connection connection = session.namedConnection();
        Backups backups = session.program().backups(connection);
        Backups.Backup backup = backups.find(name);
        Reason question = Reason.of(
                "backup.ask",
                terminal.time(backup.at()),
                Sizes.of(backup.bytes()),
                CommandTexts.connection(connection));
        if (!agreement.given(terminal, question)) {
            return ExitStatus.DONE;
        }
        Backups.Restored restored;
        try {
            restored = restore(backups, backup, force);
        } catch (Problem e) {
            if (!Backups.mustAsk(e) || !terminal.interactive()) {
                throw e;
            }
            terminal.note(Sentences.of(e.reason()) + ".");
            if (!Agreement.asked(terminal, Reason.of("backup.askWithout"))) {
                return ExitStatus.DONE;
            }
            restored = restore(backups, backup, true);
        }
        NotedOutcome.print(terminal, json.json(), connection, restored.notes());
        return ExitStatus.DONE;
    }

    private Backups.Restored restore(Backups backups, Backups.Backup backup, boolean without) {
        return backups.restore(
                backup, without, wait.patience(), notice -> session.terminal().note(Sentences.whole(notice)));
    }
}
