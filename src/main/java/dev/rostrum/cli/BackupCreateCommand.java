package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Sizes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a backup now. */
@Command(name = "create")
final class BackupCreateCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private JsonOption json;

    BackupCreateCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection connection = session.namedConnection();
        Backups.Backup made = session.program().backups(connection).create();
        if (json.json()) {
            JsonRow row = new JsonRow(session.terminal());
            BackupListCommand.json(row, made);
            row.print();
        } else {
            session.terminal().result(made.file().toString());
        }
        session.terminal().note(Sentences.whole(Reason.of("backup.made", Sizes.of(made.bytes()))));
        return ExitStatus.DONE;
    }
}
