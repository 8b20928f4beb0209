package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.words.Sentences;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Copies the rows of a data file that is refused into a fresh one. */
@Command(name = "repair")
final class BackupRepairCommand implements Callable<Integer> {
    private final CommandSession session;

    @Mixin
    private Agreement agreement;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    BackupRepairCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        Connection connection = session.namedConnection();
        if (agreement.given(terminal, Reason.of("backup.askRepair", CommandTexts.connection(connection)))) {
            Backups.Repaired repaired = session.program()
                    .backups(connection)
                    .repair(wait.patience(), notice -> terminal.note(Sentences.whole(notice)));
            NotedOutcome.print(terminal, json.json(), connection, repaired.notes());
        }
        return ExitStatus.DONE;
    }
}
