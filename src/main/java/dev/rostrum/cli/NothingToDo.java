package dev.rostrum.cli;

import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.function.Consumer;

/** What a command says that has nothing to do, which is no failure: a sentence, and for a program an object. */
final class NothingToDo {
    private NothingToDo() {}

    /**
     * @param more puts what the object holds besides
     * @return the exit status
     */
    static int tell(Terminal terminal, boolean json, Reason why, Consumer<JsonRow> more) {
        if (json) {
            JsonRow row = new JsonRow(terminal);
            more.accept(row);
            row.put("nothingToDo", true).cause(why).print();
        } else {
            terminal.result(Sentences.whole(why));
        }
        return ExitStatus.DONE;
    }
}
