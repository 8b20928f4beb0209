package dev.rostrum.connection.secret;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;

/** A store of secrets did not do what was asked. The message says what to do and never holds a secret. */
public final class SecretFailure extends Problem {
    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Trouble {
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

    private final Trouble trouble;

    SecretFailure(Trouble trouble, Throwable cause, String code, Object... arguments) {
        super(Kind.FAILED, Reason.of(code, arguments), cause);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
