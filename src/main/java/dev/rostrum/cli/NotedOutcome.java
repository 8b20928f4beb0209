package dev.rostrum.cli;

import dev.rostrum.connection.Connection;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.List;

/** What was done to a connection's data file, a sentence each, or for a program one object. */
final class NotedOutcome {
    private NotedOutcome() {}

    static void print(Terminal terminal, boolean json, Connection connection, List<Reason> notes) {
        if (json) {
            new JsonRow(terminal)
                    .put("name", connection.name())
                    .put("notes", notes, (row, note) -> row.put("code", note.code())
                            .put("sentence", Sentences.whole(note)))
                    .print();
        } else {
            notes.forEach(note -> terminal.result(Sentences.whole(note)));
        }
    }
}
