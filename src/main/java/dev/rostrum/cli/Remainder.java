package dev.rostrum.cli;

import dev.rostrum.words.Counts;
import java.util.function.LongSupplier;

/** Says what a limited list did not show. */
final class Remainder {
    private Remainder() {}

    static void note(Terminal terminal, long shown, LongSupplier count, String whenEmpty) {
        if (shown == 0) {
            terminal.note(whenEmpty);
            return;
        }
        long all = count.getAsLong();
        if (all > shown) {
            terminal.note(Counts.of(shown) + " of " + Counts.of(all) + " shown; --limit N shows more.");
        }
    }
}
