package dev.rostrum.ui.compose;

import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.Comparator;

/**
 * Something that is looked at before a message goes out.
 *
 * @param passed nothing to do; else {@code blocking} says whether it keeps the message back
 * @param more what to do, or what it means; may be empty
 */
public record Check(boolean passed, boolean blocking, String what, String more) {
    /** The worst first. */
    public static final Comparator<Check> WORST_FIRST =
            Comparator.comparingInt(check -> check.passed() ? 2 : check.blocking() ? 0 : 1);

    public static Check passed(String what, String more) {
        return new Check(true, false, what, more);
    }

    public static Check open(boolean blocking, String what, String more) {
        return new Check(false, blocking, what, more);
    }

    public static Check of(boolean blocking, Reason reason) {
        return open(blocking, Sentences.of(reason), Sentences.step(reason));
    }
}
