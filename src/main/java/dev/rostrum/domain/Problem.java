package dev.rostrum.domain;

/**
 * Something the admin can mend: a {@link Reason} whose words say what is the matter and what to do. It never holds a secret, and
 * where it is thrown nothing has been changed. The message is the code alone: a log has no use for names and paths.
 */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 2L;

    /** Whose move it is: wrong use of a command (exit status 2), or a failure outside it (exit status 1). */
    public enum Kind {
        WRONG_USE,
        FAILED
    }

    private final Kind kind;
    private final transient Reason reason;

    public Problem(Kind kind, Reason reason, Throwable cause) {
        super(reason.code(), cause);
        this.kind = kind;
        this.reason = reason;
    }

    /** What was typed or chosen cannot be done as it stands. */
    public static Problem wrongUse(String code, Object... arguments) {
        return new Problem(Kind.WRONG_USE, Reason.of(code, arguments), null);
    }

    /** It was asked for rightly but failed. */
    public static Problem failed(String code, Object... arguments) {
        return failed((Throwable) null, code, arguments);
    }

    /** Does as the shorter form, with what brought it about. */
    public static Problem failed(Throwable cause, String code, Object... arguments) {
        return new Problem(Kind.FAILED, Reason.of(code, arguments), cause);
    }

    public Kind kind() {
        return kind;
    }

    public Reason reason() {
        return reason;
    }
}
