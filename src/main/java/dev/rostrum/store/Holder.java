package dev.rostrum.store;

import dev.rostrum.domain.Reason;
import java.time.Instant;

/**
 * The process that has a data file open for writing.
 *
 * @param command what it does, for example {@code console} or {@code announce}
 */
public record Holder(long pid, String command, Instant since) {
    /** What the window does. */
    public static final String WINDOW = "console";

    /** Whether it is the window, in which whoever sits there can do things. */
    public boolean window() {
        return command.equals(WINDOW);
    }

    /** What a process says that waits for it. */
    public Reason waiting() {
        return Reason.of("store.waiting", Long.toString(pid), command, since);
    }
}
