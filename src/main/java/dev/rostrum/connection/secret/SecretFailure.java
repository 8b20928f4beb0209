package dev.rostrum.connection.secret;

import dev.rostrum.domain.Problem;

/** A store of secrets did not do what was asked. The message says what to do and never holds a secret. */
public final class SecretFailure extends Problem {
    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Reason {
        /** There is no such store on this computer. */
        ABSENT,
        /** It did not answer in time. */
        UNANSWERED,
        /** It said no. */
        REFUSED,
        /** The file's passphrase was not given in this session. */
        LOCKED,
        /** The passphrase is not the file's. */
        WRONG_PASSPHRASE,
        /** The passphrase is right, but the contents were changed. */
        TAMPERED,
        /** The file is not whole. */
        DAMAGED,
        /** The file was written by a newer version. */
        NEWER,
        /** The file cannot be read or written. */
        UNREACHABLE
    }

    private final Reason reason;

    SecretFailure(Reason reason, String message, Throwable cause) {
        super(Kind.FAILED, message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
