package dev.rostrum.cli;

import java.util.function.LongSupplier;

/** Says what a limited list did not show. */
final class TruncationNote {
    private TruncationNote() {}

    static void note(Terminal terminal, long shown, LongSupplier count, String whenEmpty) {
        if (shown == 0) {
            terminal.note(whenEmpty);
            return;
        }
        long all = count.getAsLong();
        if (all > shown) {
            terminal.note(CommandTexts.get("remainder.shown", shown, all));
        }
    }
}
