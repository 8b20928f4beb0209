package dev.rostrum.store;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;

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
        /** Others could have changed it, or could while it is written to. */
        UNSAFE,
        /** It belongs to another program, or to another connection. */
        NOT_OURS,
        /** It holds something that Rostrum did not make, or lacks something. */
        FOREIGN,
        /** Another process has taken the file, or another file its place, while this one wrote to it; this one writes nothing more. */
        LOST,
        /** A restore would lose what nothing may undo. */
        NOT_CARRIED,
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

    private final Cause what;

    public StoreFailure(Cause kind, Throwable cause, String code, Object... arguments) {
        super(Kind.FAILED, Reason.of(code, arguments), cause);
        this.what = kind;
    }

    public Cause what() {
        return what;
    }

    /** Whether it is one change that the file did not take, as for a rule of its tables, while it takes others. */
    public boolean ofOneChange() {
        return what == Cause.OTHER && reason().code().equals("store.unusable");
    }
}
