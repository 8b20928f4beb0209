package dev.rostrum.ui.compose;

import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.Comparator;

/**
 * Something that is looked at before a message goes out.
 *
 * @param more what to do, or what it means; may be empty
 */
public record Check(State state, String what, String more) {
    /** The worst first. */
    public static final Comparator<Check> WORST_FIRST = Comparator.comparing(Check::state);

    /** How it stands, the worst first. */
    public enum State {
        /** It keeps the message back, and is wrong as it stands. */
        FAILED,
        /** It keeps the message back until it is done. */
        TO_DO,
        /** Worth a look; it keeps nothing back. */
        OPEN,
        PASSED
    }

    public boolean passed() {
        return state == State.PASSED;
    }

    /** Whether it keeps the message back. */
    public boolean blocking() {
        return state == State.FAILED || state == State.TO_DO;
    }

    public static Check passed(String what, String more) {
        return new Check(State.PASSED, what, more);
    }

    public static Check failed(String what, String more) {
        return new Check(State.FAILED, what, more);
    }

    public static Check open(boolean blocking, String what, String more) {
        return new Check(blocking ? State.TO_DO : State.OPEN, what, more);
    }

    public static Check of(boolean failed, Reason reason) {
        return new Check(failed ? State.FAILED : State.OPEN, Sentences.of(reason), Sentences.step(reason));
    }
}
