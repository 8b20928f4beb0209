package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.records.Backups;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Sizes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists backups. */
@Command(name = "list")
final class BackupListCommand implements Callable<Integer> {
    /** {@code trouble} null: not looked at; empty: sound. */
    private record Row(Backups.Backup backup, Optional<Reason> trouble) {
        String verified() {
            return CommandTexts.get(
                    trouble == null
                            ? "backupList.unchecked"
                            : trouble.isEmpty() ? "backupList.sound" : "backupList.damaged");
        }
    }

    private final CommandSession session;

    @Option(names = "--no-check", descriptionKey = "backupList.no-check")
    private boolean unchecked;

    @Mixin
    private OutputOptions output;

    BackupListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection connection = session.namedConnection();
        Terminal terminal = session.terminal();
        Backups backups = session.program().backups(connection);
        List<Row> rows = backups.list().stream()
                .map(backup -> new Row(backup, unchecked ? null : backups.trouble(backup)))
                .toList();
        new Listing<Row>(BackupListCommand::json)
                .keys("id", "at", "kind", "bytes", "schemaVersion", "file", "verified")
                .time("column.made", row -> terminal.time(row.backup().at()))
                .whole(
                        "column.why",
                        row -> CommandTexts.get(
                                "backupList.why." + JsonRow.lower(row.backup().kind())))
                .whole("column.size", row -> Sizes.of(row.backup().bytes()))
                .number("column.schema", row -> row.backup().schemaVersion())
                .minor()
                .whole("column.verified", Row::verified)
                .whole("column.name", row -> row.backup().name())
                .print(terminal, output, rows);
        if (rows.isEmpty()) {
            terminal.note(Sentences.whole(Reason.of("backup.none")));
        }
        return ExitStatus.DONE;
    }

    /** The keys of a backup in every command. */
    static void json(JsonRow json, Backups.Backup backup) {
        json.put("id", backup.name())
                .put("at", backup.at())
                .put("kind", JsonRow.lower(backup.kind()))
                .put("bytes", backup.bytes())
                .put("schemaVersion", backup.schemaVersion())
                .put("file", backup.file().toString());
    }

    private static void json(JsonRow json, Row row) {
        json(json, row.backup());
        if (row.trouble() == null) {
            json.put("verified", (String) null);
        } else {
            json.put("verified", row.trouble().isEmpty());
        }
    }
}
