package dev.rostrum.domain;

/** Where a run (one job of an announcement) stands. */
public enum RunState {
    DRAFT,
    SCHEDULED,
    /** Its rows are being written; not valid before the last of them. */
    PLANNING,
    RUNNING,
    PAUSED,
    /** Asked to stop; requests under way are awaited. */
    STOPPING,
    DONE,
    STOPPED;

    /** Whether rows may still be waiting in it. */
    public boolean isOpen() {
        return this == PLANNING || this == RUNNING || this == PAUSED || this == STOPPING;
    }
}
