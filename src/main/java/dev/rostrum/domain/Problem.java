package dev.rostrum.domain;

/**
 * Something the admin can mend. The message is one or two full sentences: what is the matter and what to do. It never
 * holds a secret, and where it is thrown nothing has been changed.
 */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose move it is: wrong use of a command (exit status 2), or a failure outside it (exit status 1). */
    public enum Kind {
        WRONG_USE,
        FAILED
    }

    private final Kind kind;

    public Problem(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Problem(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What was typed or chosen cannot be done as it stands. */
    public static Problem wrongUse(String message) {
        return new Problem(Kind.WRONG_USE, message);
    }

    /** It was asked for rightly but failed. */
    public static Problem failed(String message) {
        return new Problem(Kind.FAILED, message);
    }

    public static Problem failed(String message, Throwable cause) {
        return new Problem(Kind.FAILED, message, cause);
    }

    public Kind kind() {
        return kind;
    }
}
