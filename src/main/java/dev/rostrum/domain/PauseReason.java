package dev.rostrum.domain;

/** Why a run stands still. */
public enum PauseReason {
    /** The admin paused it, or quit the program. */
    ASKED,
    /** The program ended while it ran. */
    PROGRAM_ENDED,
    /** The data file could not be written. */
    STORAGE,
    /** Teams or the sign-in refused in a way that is the same for everybody. */
    REFUSED_FOR_ALL,
    /** Too many recipients were refused or are in doubt. */
    TOO_MANY_FAILED,
    /** Something between here and Teams answered in its place. */
    SOMETHING_BETWEEN,
    /** The service could not be reached. */
    NOT_CONNECTED,
    /** Teams asked for a wait of more than an hour. */
    LONG_WAIT,
    /** The first people were tried; the admin looks at the outcome before the rest. */
    CANARY,
    /** Planned but not started. */
    NOT_STARTED,
    /** A part of the program failed. */
    PROGRAM_FAULT,
    /** The data file was restored from a backup: people who wait in it may have been sent the message since. */
    RESTORED,
    /**
     * Another process has taken the data file, or another file lies in its place; nothing more is sent. It is never stored, as nothing
     * is from then on.
     */
    LOCK_LOST,
    /** An event asked for its messages; it begins by itself. */
    PROMPTED;

    /**
     * Whether nobody has to decide anything before an automatic message goes on: the trouble may pass by itself, or there is none. What
     * answers about people have paused is not among them.
     */
    public boolean passing() {
        return switch (this) {
            case PROMPTED,
                    PROGRAM_ENDED,
                    STORAGE,
                    REFUSED_FOR_ALL,
                    SOMETHING_BETWEEN,
                    NOT_CONNECTED,
                    LONG_WAIT,
                    PROGRAM_FAULT -> true;
            case ASKED, TOO_MANY_FAILED, CANARY, NOT_STARTED, RESTORED, LOCK_LOST -> false;
        };
    }
}
