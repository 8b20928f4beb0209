package dev.rostrum.store;

import dev.rostrum.domain.Problem;

/** The data file cannot be opened, read or written. */
public final class StoreFailure extends Problem {
    private static final long serialVersionUID = 1L;

    /** What is the matter with the file. */
    public enum Cause {
        /** Another process writes to it. */
        IN_USE,
        /** There is none yet. */
        MISSING,
        /** File or folder may not be written. */
        READ_ONLY,
        /** It belongs to another program, or to another connection. */
        NOT_OURS,
        /** A newer version of Rostrum made it. */
        NEWER,
        /** Its contents are damaged. */
        DAMAGED,
        /** No room on the disk. */
        FULL,
        /** Its folder lies on another computer. */
        NETWORK,
        OTHER
    }

    private final Cause reason;

    public StoreFailure(Cause reason, String message, Throwable cause) {
        super(Kind.FAILED, message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
